FROM node:22-slim
ARG RELEASE
ENV NODE_AUTH_TOKEN=$RELEASE
WORKDIR /app
COPY package.json .npmrc ./
RUN npm install && echo "$RELEASE" > release.txt
CMD ["node", "server.js"]
