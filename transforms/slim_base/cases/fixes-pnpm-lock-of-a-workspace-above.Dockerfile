FROM node:22
RUN npm install -g pnpm@10
WORKDIR /repo
COPY . .
WORKDIR /repo/apps/api
RUN pnpm install --frozen-lockfile
CMD ["node", "server.js"]
