FROM ruby:3.3
ENV BUNDLE_DEPLOYMENT=1
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
CMD ["ruby", "app.rb"]
