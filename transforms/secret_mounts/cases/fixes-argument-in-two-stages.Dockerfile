ARG NPM_TOKEN
FROM node:22-slim AS build
ARG NPM_TOKEN
WORKDIR /app
COPY . .
RUN NPM_CONFIG_USERCONFIG=/tmp/npmrc npm ci --//npm.example.com/:_authToken=$NPM_TOKEN && npm run build

FROM node:22-slim
ARG NPM_TOKEN
WORKDIR /app
COPY --from=build /app/package.json /app/package-lock.json ./
RUN npm ci --omit=dev --//npm.example.com/:_authToken=$NPM_TOKEN
COPY --from=build /app/dist dist
CMD ["node", "dist/server.js"]
