#!/bin/sh
set -e
sed -i "s/PLACE/$PLACE/" /usr/share/app/conf
exec "$@"
