FROM buildpack-deps:stretch-curl
CMD ["curl", "--version"]
