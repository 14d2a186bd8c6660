FROM ruby:3.3
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install --jobs 4
COPY . .
RUN bundle exec rake assets:precompile
EXPOSE 3000
CMD bundle exec rake tmp:clear db:migrate && bundle exec rails server -b 0.0.0.0
