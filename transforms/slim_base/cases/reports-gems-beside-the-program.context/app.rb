require "pg"

puts PG.connect(ENV.fetch("DATABASE_URL")).exec("SELECT count(*) FROM orders").getvalue(0, 0)
