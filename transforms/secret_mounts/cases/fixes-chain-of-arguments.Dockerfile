# syntax=docker/dockerfile:1
FROM node:22-slim AS build
ARG CI_TOKEN
ARG REGISTRY_TOKEN=${CI_TOKEN}
ENV NODE_AUTH_TOKEN=$REGISTRY_TOKEN
WORKDIR /app
COPY package.json .npmrc ./
RUN npm install

FROM node:22-slim
WORKDIR /app
COPY --from=build /app ./
CMD ["node", "server.js"]
