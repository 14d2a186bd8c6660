FROM debian:bookworm AS build
WORKDIR /src
COPY . .
RUN ./configure && make && make DESTDIR=/out install

FROM debian:bookworm-slim
COPY --from=build /out/usr/local/ /usr/local/
ENTRYPOINT ["/usr/local/bin/nmap", "-sV"]
CMD ["gateway"]
