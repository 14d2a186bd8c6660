#!/bin/sh
set -e
exec gosu shop "$@"
