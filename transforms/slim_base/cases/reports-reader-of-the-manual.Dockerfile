FROM debian:bookworm
RUN cp -r /usr/share/man/man1 /srv/manual
CMD ["sleep", "infinity"]
