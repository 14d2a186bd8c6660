FROM node:22-slim
WORKDIR /app
COPY package.json .npmrc ./
RUN npm install --omit=dev
COPY server.js ./
USER 1000:1000
CMD ["node", "server.js"]
