FROM alpine:3.20 AS source
RUN apk add --no-cache git openssh-client
COPY id_ed25519 /root/.ssh/id_ed25519
RUN chmod 600 /root/.ssh/id_ed25519 && \
    ssh-keyscan git.example.com >> ~/.ssh/known_hosts
RUN git clone git@git.example.com:team/tool.git /tool

FROM alpine:3.20
COPY --from=source /tool/bin /usr/local/bin
USER 10001:10001
CMD ["tool"]
