// A small web server that calls a function of C.
package main

/*
static int answer(void) { return 42; }
*/
import "C"

import (
	"fmt"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, C.answer()) })
	if err := http.ListenAndServe(":8080", nil); err != nil {
		panic(err)
	}
}
