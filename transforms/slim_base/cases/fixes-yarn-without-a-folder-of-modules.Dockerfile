FROM node:22
WORKDIR /app
RUN corepack enable
COPY package.json yarn.lock ./
RUN yarn install --immutable
COPY server.js .
CMD ["yarn", "node", "server.js"]
