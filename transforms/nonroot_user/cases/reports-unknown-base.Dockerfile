FROM registry.example.com/team/base:4
COPY . /app
CMD ["/app/run"]
