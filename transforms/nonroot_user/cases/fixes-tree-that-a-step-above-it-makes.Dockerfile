FROM ruby:3.3
RUN cd /usr/src && gem install rails -v 7.1.3 --no-document && rails new blog --skip-bundle
COPY Gemfile Gemfile.lock /usr/src/blog/
WORKDIR /usr/src/blog
RUN bundle install
EXPOSE 3000
CMD ["rails", "server", "-b", "0.0.0.0"]
