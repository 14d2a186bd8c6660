FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y curl
SHELL ["/bin/bash", "-c"]
RUN curl -o- https://raw.githubusercontent.com/nvm-sh/nvm/v0.40.1/install.sh | bash
RUN . ~/.nvm/nvm.sh && nvm install 22.11.0
ENV PATH=/root/.nvm/versions/node/v22.11.0/bin:$PATH
WORKDIR /app
COPY server.js .
CMD ["node", "server.js"]
