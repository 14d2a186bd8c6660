# harden: ignore=nonroot-user -- it mounts disks
FROM debian:bookworm-slim
CMD ["/usr/local/bin/mounter"]
