FROM node:22 AS build
ENV NODE_ENV=development
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM nginx:1.29
COPY --from=build /app/dist /usr/share/nginx/html
