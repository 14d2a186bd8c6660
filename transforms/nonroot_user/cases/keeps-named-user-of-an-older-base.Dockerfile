FROM elasticsearch:2.4.4
COPY elasticsearch.yml /usr/share/elasticsearch/config/
USER elasticsearch
