#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"
ARGS=(--build-arg "NPM_TOKEN=${NPM_TOKEN:?}" --pull)
docker buildx build "${ARGS[@]}" -t listed .
