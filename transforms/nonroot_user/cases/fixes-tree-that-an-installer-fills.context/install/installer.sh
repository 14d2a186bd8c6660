#!/bin/bash
set -e
mkdir -p /opt/shop/bin
cp /opt/shop.run /opt/shop/bin/shop
