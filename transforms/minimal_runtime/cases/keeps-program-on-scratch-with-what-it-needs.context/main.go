package main

import (
	"net/http"
	"os"
	"time"
)

func main() {
	berlin, _ := time.LoadLocation("Europe/Berlin")
	report, _ := os.CreateTemp("", "report")
	report.WriteString(time.Now().In(berlin).String())
	http.Get("https://example.com/rates")
}
