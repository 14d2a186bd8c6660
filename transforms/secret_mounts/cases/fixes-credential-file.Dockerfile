FROM node:22-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
RUN rm -f .npmrc
COPY server.js .
USER 1000:1000
CMD ["node", "server.js"]
