package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"k8s.io/apimachinery/pkg/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// yamlAnswer is one document as kubectl converts it.
type yamlAnswer struct {
	JSON   json.RawMessage `json:"json,omitempty"`
	Error  string          `json:"error,omitempty"`
	Strict string          `json:"strict,omitempty"`
}

// answerYAML converts a document to JSON; Strict is the error of the strict conversion (duplicate keys) alone.
func answerYAML(document []byte) any {
	value, err := yaml.YAMLToJSON(document)
	if err != nil {
		return yamlAnswer{Error: err.Error()}
	}
	answer := yamlAnswer{JSON: value}
	if _, err := yaml.YAMLToJSONStrict(document); err != nil {
		answer.Strict = err.Error()
	}
	return answer
}

// splitAnswer is a stream as kubectl cuts it: into texts, and into objects.
type splitAnswer struct {
	Documents []string          `json:"documents"`
	Error     string            `json:"error,omitempty"`
	Objects   []json.RawMessage `json:"objects"`
	Stopped   string            `json:"stopped,omitempty"`
}

// answerSplit cuts a stream with YAMLReader and decodes it with YAMLOrJSONDecoder, each up to its first error.
func answerSplit(stream []byte) any {
	answer := splitAnswer{Documents: []string{}, Objects: []json.RawMessage{}}
	reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(stream)))
	for {
		document, err := reader.Read()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				answer.Error = err.Error()
			}
			break
		}
		answer.Documents = append(answer.Documents, string(document))
	}
	decoder := utilyaml.NewYAMLOrJSONDecoder(bytes.NewReader(stream), 4096)
	for {
		var object runtime.RawExtension
		if err := decoder.Decode(&object); err != nil {
			if !errors.Is(err, io.EOF) {
				answer.Stopped = err.Error()
			}
			return answer
		}
		// What Go lets stand in JSON although it is not UTF-8, it replaces when it reads it.
		raw := bytes.ToValidUTF8(bytes.TrimSpace(object.Raw), []byte("\uFFFD"))
		if len(raw) > 0 && !bytes.Equal(raw, []byte("null")) {
			answer.Objects = append(answer.Objects, raw)
		}
	}
}
