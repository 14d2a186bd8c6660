#!/bin/sh
export DOCKER_BUILDKIT=0
docker build --build-arg DEPLOY_TOKEN -t tool .
