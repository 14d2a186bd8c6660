FROM ruby:3.4-slim AS base
ENV RAILS_ENV=development DEBUG=true
WORKDIR /app

FROM base AS assets
RUN bundle exec rake assets:precompile

FROM base
COPY --from=assets /app /app
CMD ["bundle", "exec", "puma"]
