FROM node:22-alpine AS build
WORKDIR /app
COPY . .
RUN npm ci

FROM node:22-slim
COPY --from=build /app /app
CMD ["node", "/app/server.js"]
