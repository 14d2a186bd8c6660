FROM amazonlinux:2023
ARG DEPLOY_SECRET
ARG PUBLISH_TOKEN
ARG REPO_PASSWORD
RUN aws configure set aws_secret_access_key $DEPLOY_SECRET && aws s3 cp s3://models/small.bin /small.bin
RUN poetry config pypi-token.pypi $PUBLISH_TOKEN && poetry publish
RUN composer config http-basic.repo.example.com deploy $REPO_PASSWORD
RUN ./build.sh
USER 10001:10001
CMD ["cat", "/small.bin"]
