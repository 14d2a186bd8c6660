FROM node:22-slim AS base
WORKDIR /app

FROM base AS build
COPY . .
RUN npm ci

FROM base
COPY --from=build /app /app
CMD ["node", "server.js"]
