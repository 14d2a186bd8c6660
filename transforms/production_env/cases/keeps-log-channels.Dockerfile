FROM node:22-slim
ENV DEBUG=express:* NODE_ENV=production LOG_LEVEL=debug
COPY server.js /app/
CMD ["node", "/app/server.js"]
