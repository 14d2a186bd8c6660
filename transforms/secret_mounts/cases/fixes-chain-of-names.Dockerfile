FROM node:22-slim
ARG DEPLOY_TOKEN
ENV NODE_AUTH_TOKEN=${DEPLOY_TOKEN}
WORKDIR /app
COPY package.json .npmrc ./
RUN npm install
CMD ["node", "server.js"]
