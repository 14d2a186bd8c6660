FROM node:22
RUN npm install -g pm2 && git clone https://github.com/example/proxy && cd /proxy && npm install
EXPOSE 8443
CMD ["pm2-docker", "start", "/proxy/server.js"]
