FROM node:22
WORKDIR /repo
COPY package.json package-lock.json ./
COPY apps/api apps/api
WORKDIR /repo/apps/api
RUN npm ci
CMD ["node", "server.js"]
