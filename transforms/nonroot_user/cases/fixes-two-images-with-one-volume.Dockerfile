FROM node:22-slim AS base
WORKDIR /app
COPY . .

FROM base AS api
CMD ["node", "api.js"]

FROM base AS worker
CMD ["node", "worker.js"]
