FROM tomcat:10.1-jre21
COPY target/shop.war /usr/local/tomcat/webapps/
EXPOSE 8080
CMD ["catalina.sh", "run"]
