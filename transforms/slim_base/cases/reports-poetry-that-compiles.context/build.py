from pathlib import Path

from Cython.Build import cythonize
from setuptools import Distribution
from setuptools.command.build_ext import build_ext

command = build_ext(Distribution({"ext_modules": cythonize([str(Path("shop/prices.pyx"))])}))
command.inplace = True
command.ensure_finalized()
command.run()
