package main

import (
	"fmt"
	"time"
)

func main() {
	berlin, _ := time.LoadLocation("Europe/Berlin")
	fmt.Println(time.Now().In(berlin))
}
