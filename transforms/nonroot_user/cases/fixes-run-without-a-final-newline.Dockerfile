FROM tomcat:10.1-jre21
RUN rmdir webapps && mv webapps.dist webapps