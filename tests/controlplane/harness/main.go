// Harness is what the tests' harness asks of Go's standard library: it keeps programs for as long as a test lives, signs
// certificates and tokens, and stands in front of servers, as an authenticating proxy that can fail on demand.
package main

import (
	"fmt"
	"os"
)

var tasks = map[string]func(arguments []string) (int, error){
	"front": front,
	"keep":  keep,
	"sign":  sign,
	"token": token,
}

func main() {
	var task func([]string) (int, error)
	if len(os.Args) > 1 {
		task = tasks[os.Args[1]]
	}
	if task == nil {
		fmt.Fprintln(os.Stderr, "usage: harness front|keep|sign|token FLAGS")
		os.Exit(2)
	}
	code, err := task(os.Args[2:])
	if err != nil {
		fmt.Println(err)
	}
	os.Exit(code)
}
