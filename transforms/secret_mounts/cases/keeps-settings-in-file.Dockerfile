FROM node:22-slim
WORKDIR /app
COPY .env ./
USER node
CMD ["node", "server.js"]
