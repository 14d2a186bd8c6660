FROM centos:centos7
RUN yum install -y httpd && yum clean all
CMD ["httpd", "-D", "FOREGROUND"]
