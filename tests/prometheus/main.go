// Backfill is what the tests' harness asks of Prometheus' own libraries: it writes samples of any time into a block, native
// histograms among them, which OpenMetrics cannot carry, and hashes passwords as the server's web configuration wants them.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/crypto/bcrypt"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	switch {
	case len(arguments) == 2 && arguments[0] == "block":
		return writeBlock(context.Background(), os.Stdin, arguments[1])
	case len(arguments) == 1 && arguments[0] == "hash":
		return hash(os.Stdin, os.Stdout)
	default:
		return fmt.Errorf("usage: backfill block FOLDER <FEED | backfill hash <PASSWORD")
	}
}

// hash prints the bcrypt hash of a password, at the lowest cost: the server computes it for every request.
func hash(in io.Reader, out io.Writer) error {
	password, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	hashed, err := bcrypt.GenerateFromPassword(password, bcrypt.MinCost)
	if err != nil {
		return err
	}
	_, err = out.Write(hashed)
	return err
}
