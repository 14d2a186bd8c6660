FROM node:22-slim
ONBUILD ARG NPM_TOKEN
ONBUILD COPY id_rsa /root/.ssh/id_rsa
ONBUILD RUN npm ci
CMD ["node", "server.js"]
