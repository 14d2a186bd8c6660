# syntax=docker/dockerfile:1
FROM node:22-slim AS build
ARG NPM_TOKEN
WORKDIR /app
COPY package.json .npmrc ./
RUN npm install --omit=dev

FROM node:22-slim
COPY --from=build /app/node_modules /app/node_modules
COPY server.js /app/
USER 1000:1000
CMD ["node", "/app/server.js"]
