from setuptools import Extension, setup

setup(ext_modules=[Extension("shop.prices", ["shop/prices.c"])])
