FROM node:22-slim
WORKDIR /app
copy package.json package-lock.json ./
RUN npm ci
copy . .
CMD ["node", "server.js"]
