FROM node:22
WORKDIR /app
RUN npm install -g bun
COPY package.json bun.lock ./
RUN bun install --frozen-lockfile --production
COPY server.js .
CMD ["node", "server.js"]
