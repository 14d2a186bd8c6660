FROM node:22-slim
WORKDIR /app
COPY .npmrc package.json package-lock.json ./
RUN npm ci
COPY tls/server.key tls/cert.pem tls/ca.pem /etc/tls/
USER node
CMD ["node", "server.js"]
