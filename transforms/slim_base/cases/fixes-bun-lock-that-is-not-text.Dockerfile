FROM node:22
WORKDIR /app
RUN npm install -g bun
COPY package.json bun.lockb ./
RUN bun install --frozen-lockfile
COPY server.js .
CMD ["node", "server.js"]
