FROM ruby:3.4-slim
ARG BUNDLE_GEMS__EXAMPLE__COM
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
CMD ["bundle", "exec", "puma"]
