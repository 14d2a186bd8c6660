FROM alpine:3.22 AS build
MAINTAINER build@example.com
RUN date > /now

FROM alpine:3.22
MAINTAINER 'Jo "the boss" Doe'
COPY --from=build /now /now
