#!/usr/bin/env bash
set -euo pipefail
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
TAG="${TAG:-dev}"

docker build -t "shop/api:$TAG" --secret id=npm,src="$HOME/.npmrc" "$ROOT/api"

(
  cd "$ROOT/web"
  DOCKER_BUILDKIT=1 docker build -f docker/Dockerfile --build-arg API_URL -t shop/web .
)
if [ -n "${PUSH:-}" ]; then
  podman build --format docker -t "shop/all:$1" -f "$ROOT/Containerfile" "$ROOT"
fi
