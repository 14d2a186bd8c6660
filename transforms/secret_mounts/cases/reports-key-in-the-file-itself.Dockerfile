FROM debian:bookworm-slim
# -----BEGIN EC PRIVATE KEY-----
# b3JhbmdlLWtldHRsZS1kcnVt
# -----END EC PRIVATE KEY-----
COPY <<EOF /etc/app/tls.pem
-----BEGIN PRIVATE KEY-----
bGFtcC1iYXNrZXQtcml2ZXI
-----END PRIVATE KEY-----
EOF
RUN <<EOF
cat > /etc/app/client.pem <<KEY
-----BEGIN RSA PRIVATE KEY-----
Y29wcGVyLXdpbmRvdy1mZXJu
-----END RSA PRIVATE KEY-----
KEY
EOF
ENV ROOT_CERTIFICATE="-----BEGIN CERTIFICATE-----"
USER 10001:10001
