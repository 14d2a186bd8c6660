FROM node:22-slim
WORKDIR /app
COPY package.json .npmrc ./
RUN npm ci
COPY . .
CMD ["node", "server.js"]
