# The copy brings the installer only: what the program lies in is made by the `RUN`, as root.
FROM debian:12-slim
COPY install/ /opt/
RUN bash /opt/installer.sh
WORKDIR /opt/shop
CMD ["/opt/shop/bin/shop", "start"]
