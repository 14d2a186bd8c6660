# syntax=docker/dockerfile:1
FROM node:22-slim AS build
WORKDIR /app
ARG CMS_TOKEN
COPY . .
RUN npm ci
RUN npm run build

FROM nginx:1.29-alpine
COPY --from=build /app/public /usr/share/nginx/html
