#!/bin/sh
set -e
docker build --build-arg DEPLOY_TOKEN -t tool .
