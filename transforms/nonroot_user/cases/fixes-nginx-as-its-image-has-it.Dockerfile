FROM node:22-slim AS build
WORKDIR /src
COPY . .
RUN npm ci && npm run build

FROM nginx:1.28
COPY --from=build /src/dist /usr/share/nginx/html
EXPOSE 80
