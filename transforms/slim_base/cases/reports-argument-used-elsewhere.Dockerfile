ARG PYTHON=3.12
FROM python:${PYTHON} AS build
RUN pip wheel --wheel-dir /wheels flask

FROM python:${PYTHON}
COPY --from=build /wheels /wheels
CMD ["python", "-m", "http.server"]
