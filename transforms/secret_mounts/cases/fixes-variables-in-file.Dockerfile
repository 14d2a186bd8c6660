FROM node:22-slim
WORKDIR /app
COPY package.json package-lock.json .env ./
RUN npm ci
COPY src src
RUN npm run build && rm .env
USER node
CMD ["node", "dist/server.js"]
