FROM python:2-onbuild
CMD ["python", "app.py"]
