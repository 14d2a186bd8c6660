FROM node:22-slim
WORKDIR /home/node/app
COPY --chown=node:node . .
CMD ["node", "server.js"]
