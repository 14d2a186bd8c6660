#!/bin/sh
set -e
mkdir -p /var/lib/shop/cache
export PYTHONUNBUFFERED=1
exec "$@"
