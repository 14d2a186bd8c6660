FROM node:22-slim
WORKDIR /app
COPY package.json ./
RUN --mount=type=secret,id=npmrc,target=/app/.npmrc,required=true npm ci
COPY . .
CMD ["node", "server.js"]
