// Oracle answers as Kubernetes' own libraries do, so that tests can compare our answers with theirs.
//
// It reads requests on standard input and writes one answer for each on standard output. Requests and answers are
// bytes behind their length (four bytes, big-endian). An answer is a JSON object.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// answers holds what can be asked: each takes a request and returns what is to be written as JSON.
var answers = map[string]func([]byte) any{
	"yaml":     answerYAML,
	"split":    answerSplit,
	"decode":   answerDecode,
	"jsonpath": answerJSONPath,
	"crd":      answerCRD,
	"rules":    answerRules,
	"bolt":     answerBolt,
	"etcd":     answerEtcd,
	"stored":   answerStored,
	"quantity": answerQuantity,
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 || answers[os.Args[1]] == nil {
		return errors.New("say what to answer: yaml, split, decode, jsonpath, crd, rules, bolt, etcd, stored or quantity")
	}
	answer := answers[os.Args[1]]
	in, out := bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)
	for {
		request, err := read(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		body, err := json.Marshal(guarded(answer, request))
		if err != nil {
			return err
		}
		if err := write(out, body); err != nil {
			return err
		}
	}
}

// guarded turns a panic of a library into an answer.
func guarded(answer func([]byte) any, request []byte) (body any) {
	defer func() {
		if cause := recover(); cause != nil {
			body = map[string]string{"panic": fmt.Sprint(cause)}
		}
	}()
	return answer(request)
}

func read(in io.Reader) ([]byte, error) {
	var length uint32
	if err := binary.Read(in, binary.BigEndian, &length); err != nil {
		return nil, err
	}
	request := make([]byte, length)
	_, err := io.ReadFull(in, request)
	return request, err
}

func write(out *bufio.Writer, body []byte) error {
	if err := binary.Write(out, binary.BigEndian, uint32(len(body))); err != nil {
		return err
	}
	if _, err := out.Write(body); err != nil {
		return err
	}
	return out.Flush()
}
