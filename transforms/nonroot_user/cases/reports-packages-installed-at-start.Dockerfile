FROM node:22-slim
WORKDIR /app
COPY . .
CMD npm install && npm start
