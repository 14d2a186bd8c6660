FROM ruby:3.3
RUN apt-get update && apt-get install -y libpq-dev tzdata && rm -rf /var/lib/apt/lists/*
ENV RACK_ENV=production
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install

# the program
COPY . .
CMD ["bundle", "exec", "rackup"]
