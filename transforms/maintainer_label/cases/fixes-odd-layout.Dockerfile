# escape=`
from alpine:3.22

RUN echo one && `
    # a comment inside
    echo two
RUN <<END
echo three
END
maintainer "Jo ``Doe`` costs 5$"