module example.com/report

go 1.27

require github.com/marcboeker/go-duckdb v1.8.5
