FROM node:22-slim AS build
ARG REGISTRY_TOKEN
WORKDIR /app
COPY package.json pnpm-lock.yaml .npmrc ./
RUN corepack enable
RUN pnpm install --frozen-lockfile

FROM node:22-slim
COPY --from=build /app/node_modules /app/node_modules
