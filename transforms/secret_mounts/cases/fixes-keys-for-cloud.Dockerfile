FROM amazonlinux:2023 AS fetch
ARG DEPLOY_KEY_ID
ARG DEPLOY_SECRET
RUN dnf install -y awscli
RUN aws configure set aws_access_key_id $DEPLOY_KEY_ID && \
    aws configure set aws_secret_access_key ${DEPLOY_SECRET} && \
    aws s3 cp s3://models/small.bin /small.bin

FROM amazonlinux:2023
COPY --from=fetch / /srv/
USER 10001:10001
CMD ["cat", "/srv/small.bin"]
