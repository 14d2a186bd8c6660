FROM node:22-slim
WORKDIR /app
COPY keys/deploy /root/.ssh/id_ed25519
RUN ssh-keyscan git.example.com >> /root/.ssh/known_hosts
COPY package.json ./
RUN npm install git+ssh://git@git.example.com/shop/ui.git
CMD ["node", "server.js"]
