package main

import (
	"database/sql"

	_ "github.com/marcboeker/go-duckdb"
)

func main() {
	sql.Open("duckdb", "")
}
