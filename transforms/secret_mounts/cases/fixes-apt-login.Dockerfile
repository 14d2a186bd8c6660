FROM debian:bookworm-slim
COPY auth.conf /etc/apt/auth.conf.d/private.conf
RUN apt-get update \
    && apt-get install -y --no-install-recommends shop \
    && rm /etc/apt/auth.conf.d/private.conf
CMD ["shop"]
