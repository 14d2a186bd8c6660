# escape=`
arg version=22
from --platform=linux/amd64 docker.io/library/node:$version
workdir /srv
run npm ci `
  # only what runs
  --omit=dev
copy . .
cmd ["node", "server.js"]