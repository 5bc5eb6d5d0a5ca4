package main

import (
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	aggregator "k8s.io/kube-aggregator/pkg/apis/apiregistration/install"
)

// decoder decodes as the API server does when it validates fields strictly.
var decoder = json.NewSerializerWithOptions(json.DefaultMetaFactory, kinds, kinds, json.SerializerOptions{Yaml: true, Strict: true})

// lenient decodes as the API server does when it ignores unknown fields.
var lenient = json.NewSerializerWithOptions(json.DefaultMetaFactory, kinds, kinds, json.SerializerOptions{Yaml: true})

// kinds are those of client-go, and the two groups that other servers of a cluster add.
var kinds = func() *runtime.Scheme {
	kinds := runtime.NewScheme()
	utilruntime.Must(scheme.AddToScheme(kinds))
	apiextensions.Install(kinds)
	aggregator.Install(kinds)
	return kinds
}()

// decodeAnswer is what the decoder says of a document: its kind, what is wrong with its fields, or why it is none.
type decodeAnswer struct {
	APIVersion string   `json:"apiVersion,omitempty"`
	Kind       string   `json:"kind,omitempty"`
	Strict     []string `json:"strict"`
	Error      string   `json:"error,omitempty"`
	NoKind     bool     `json:"noKind,omitempty"`
}

// answerDecode decodes a document strictly. Duplicate keys, unknown fields are in Strict; a wrong type is an Error.
func answerDecode(document []byte) any {
	answer := decodeAnswer{Strict: []string{}}
	_, gvk, err := decoder.Decode(document, nil, nil)
	if gvk != nil {
		answer.APIVersion, answer.Kind = gvk.ToAPIVersionAndKind()
	}
	if strict, ok := runtime.AsStrictDecodingError(err); ok {
		for _, each := range strict.Errors() {
			answer.Strict = append(answer.Strict, each.Error())
		}
		return answer
	}
	if err != nil {
		answer.Error, answer.NoKind = err.Error(), runtime.IsNotRegisteredError(err)
	}
	return answer
}
