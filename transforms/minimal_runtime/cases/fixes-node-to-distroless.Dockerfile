FROM node:22-slim AS build
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev
COPY . .

FROM node:22-slim
WORKDIR /app
COPY --from=build /app .
ENV NODE_ENV=production
EXPOSE 3000
HEALTHCHECK CMD ["node", "health.js"]
CMD ["node", "--enable-source-maps", "server.js"]
