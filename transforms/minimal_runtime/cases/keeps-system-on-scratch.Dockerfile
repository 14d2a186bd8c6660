FROM scratch
ADD rootfs.tar.xz /
USER app
HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1
CMD /usr/bin/shop
