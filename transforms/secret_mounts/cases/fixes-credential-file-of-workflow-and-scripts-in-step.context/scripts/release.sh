#!/bin/sh
ROOT=$(cd "$(dirname "$0")/.." && pwd)
docker build -t shop "$ROOT"
