import logging

logging.basicConfig(filename="/var/log/shop/shop.log")
