FROM node:22-slim
COPY . /action
ENTRYPOINT ["node", "/action/main.js"]
