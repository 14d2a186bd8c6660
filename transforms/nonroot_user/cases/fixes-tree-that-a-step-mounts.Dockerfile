# syntax=docker/dockerfile:1
FROM node:22-slim
WORKDIR /app
RUN --mount=type=bind,source=.,target=/app npm run build -- --outDir /srv/site
COPY server.js .
EXPOSE 3000
CMD ["node", "server.js"]
