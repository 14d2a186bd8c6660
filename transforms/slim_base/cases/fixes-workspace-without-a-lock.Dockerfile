FROM node:22
WORKDIR /app
COPY package.json ./
COPY packages packages
RUN npm install
CMD ["node", "packages/api/server.js"]
