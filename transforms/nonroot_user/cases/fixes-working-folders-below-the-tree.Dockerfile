FROM node:22-slim
WORKDIR /app
WORKDIR /app/packages/api
COPY . .
WORKDIR /app
CMD ["node", "packages/api/server.js"]
