ARG REGISTRY_TOKEN
FROM registry.example.com/${REGISTRY_TOKEN}/app:1
CMD ["app"]
