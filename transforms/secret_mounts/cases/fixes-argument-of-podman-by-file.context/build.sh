#!/bin/sh
podman build --build-arg DEPLOY_TOKEN -t tool .
