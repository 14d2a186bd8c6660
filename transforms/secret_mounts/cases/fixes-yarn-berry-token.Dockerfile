FROM node:22-slim AS build
ARG YARN_NPM_AUTH_TOKEN
WORKDIR /app
COPY package.json yarn.lock .yarnrc.yml ./
RUN yarn install --immutable

FROM node:22-slim
COPY --from=build /app/node_modules /app/node_modules
