FROM node:22-slim
WORKDIR /app
ARG NPM_TOKEN
ARG OTHER_TOKEN
COPY package.json ./
RUN npm version && echo "//registry.npmjs.org/:_authToken=${NPM_TOKEN}" > .npmrc
RUN npm ci
RUN rm .npmrc
RUN echo "//npm.example.com/:_authToken=${OTHER_TOKEN}" > .npmrc
COPY . .
RUN npm ci
RUN rm .npmrc
CMD ["node", "server.js"]
