FROM alpine:3.22
ENV GLIBC_KEY=https://keys.example.com/packages.rsa.pub
ENV TOKEN_EXPIRATION_TIME=86400 VAULT_SECRET_NAMESPACE=shop BASIC_AUTH_REGEX="~172\..*"
ENV HTPASSWD=data/.htpasswd SLACK_TOKEN=NULL
COPY example.env /app/.env
CMD ["sh"]
