FROM node:10.13
CMD ["node", "server.js"]
