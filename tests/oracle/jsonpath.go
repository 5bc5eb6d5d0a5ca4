package main

import (
	"bytes"

	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/client-go/util/jsonpath"
)

// jsonpathRequest is a template and the document it is applied to.
type jsonpathRequest struct {
	Template string `json:"template"`
	Document any    `json:"document"`
}

// jsonpathAnswer is what kubectl prints, or its error.
type jsonpathAnswer struct {
	Text  string `json:"text"`
	Error string `json:"error,omitempty"`
}

// answerJSONPath applies a template as kubectl's `-o jsonpath=` does: what is missing prints as nothing.
func answerJSONPath(body []byte) any {
	var request jsonpathRequest
	if err := json.Unmarshal(body, &request); err != nil {
		return jsonpathAnswer{Error: err.Error()}
	}
	var text bytes.Buffer
	path := jsonpath.New("out").AllowMissingKeys(true)
	if err := path.Parse(request.Template); err != nil {
		return jsonpathAnswer{Error: err.Error()}
	}
	err := path.Execute(&text, request.Document)
	answer := jsonpathAnswer{Text: text.String()}
	if err != nil {
		answer.Error = err.Error()
	}
	return answer
}
