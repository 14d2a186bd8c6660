#!/bin/sh
docker build -f "$SERVICE/Dockerfile" --build-arg NPM_TOKEN .
