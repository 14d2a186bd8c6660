#!/bin/sh
set -e
# Labels need it, too.
docker compose build --build-arg NPM_TOKEN="$NPM_TOKEN"
