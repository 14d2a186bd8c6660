FROM python:3.12-slim
ARG HF_TOKEN
RUN pip install --no-cache-dir huggingface_hub \
    && huggingface-cli login --token $HF_TOKEN \
    && huggingface-cli download shop/model \
    && rm ~/.cache/huggingface/token
CMD ["python", "main.py"]
