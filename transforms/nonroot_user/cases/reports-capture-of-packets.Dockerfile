FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends tshark && rm -rf /var/lib/apt/lists/*
ENTRYPOINT ["tshark", "-i", "any"]
