FROM node:22-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM node:22-trixie-slim
WORKDIR /app
COPY --from=build --chown=node:node /app/node_modules node_modules
COPY --chown=node:node server.js .
USER node
CMD ["node", "server.js"]
