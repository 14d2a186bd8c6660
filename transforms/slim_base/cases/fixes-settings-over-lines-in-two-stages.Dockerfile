FROM ruby:3.3
MAINTAINER Ops <ops@example.com>
LABEL summary="two  blanks" \
      # who to ask
      team='a  b'
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
CMD ["ruby", "app.rb"]
