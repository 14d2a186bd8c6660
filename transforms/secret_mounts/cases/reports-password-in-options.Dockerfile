from debian:bookworm-slim
run curl -fsSLu deploy:orange-kettle-drum -o /tool https://files.example.com/tool \
    # the second one
    && wget --header="Authorization: Bearer lamp-basket-river" https://files.example.com/other
RUN docker login -u deploy -pcopper-window-fern registry.example.com \
    && mysql -u root -pvelvet-anchor-moss shop < /schema.sql
RUN migrate --password quartz-ladder-plum up && sync --auth-token="$(cat /run/secrets/sync)"
RUN curl -u "$NAME:$PASSWORD" https://files.example.com/third
USER 10001:10001
