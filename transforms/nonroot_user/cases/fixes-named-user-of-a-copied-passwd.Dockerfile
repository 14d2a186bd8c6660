FROM alpine:3.22 AS build
RUN adduser -D -u 10001 app
RUN ./build.sh

FROM scratch
COPY --from=build /etc/passwd /etc/passwd
COPY --from=build /out/server /server
USER app
ENTRYPOINT ["/server"]
