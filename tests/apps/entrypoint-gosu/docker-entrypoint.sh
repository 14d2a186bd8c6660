#!/bin/sh
set -e
chown -R service /data
exec gosu service "$@"
