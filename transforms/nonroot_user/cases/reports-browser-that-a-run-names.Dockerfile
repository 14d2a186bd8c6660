FROM node:22
WORKDIR /app
RUN npm install puppeteer@24.1.0
COPY . .
CMD ["node", "index.js"]
