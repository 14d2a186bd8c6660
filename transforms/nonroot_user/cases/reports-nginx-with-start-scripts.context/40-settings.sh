#!/bin/sh
envsubst < /usr/share/settings > /etc/nginx/settings
