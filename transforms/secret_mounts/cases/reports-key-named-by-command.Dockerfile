FROM alpine:3.20
RUN apk add --no-cache git openssh-client
COPY id_rsa /deploy/id_rsa
RUN GIT_SSH_COMMAND="ssh -i /deploy/id_rsa" git clone git@git.example.com:team/tool.git /tool
