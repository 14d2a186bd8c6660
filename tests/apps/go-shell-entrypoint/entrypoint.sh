#!/bin/sh
set -e
exec server "$@"
