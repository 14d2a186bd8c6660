FROM node:20
RUN curl -fsSL https://example.com/install.sh | sh
CMD ["node", "-e", "0"]
