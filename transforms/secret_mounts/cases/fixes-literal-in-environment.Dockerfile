FROM node:22-slim
ENV NODE_ENV=production \
    # the mail relay
    SMTP_PASSWORD=correct-horse-battery \
    SMTP_HOST=mail.example.com
COPY server.js /app/
CMD ["node", "/app/server.js"]
