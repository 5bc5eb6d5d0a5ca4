package main

import (
	"encoding/json"

	admissionregistration "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/rules"
)

// ruleQuestion holds rules of webhooks and the requests there are.
type ruleQuestion struct {
	Rules    []admissionregistration.RuleWithOperations `json:"rules"`
	Requests []ruleRequest                              `json:"requests"`
}

// ruleRequest is a request as admission sees it.
type ruleRequest struct {
	Group       string `json:"group"`
	Version     string `json:"version"`
	Kind        string `json:"kind"`
	Resource    string `json:"resource"`
	Subresource string `json:"subresource"`
	Operation   string `json:"operation"`
	Namespace   string `json:"namespace"`
}

// answerRules tells of each rule whether it matches a request, as the API server's own matcher says.
func answerRules(request []byte) any {
	var question ruleQuestion
	if err := json.Unmarshal(request, &question); err != nil {
		return map[string]string{"error": err.Error()}
	}
	matched := make([]bool, len(question.Rules))
	for _, request := range question.Requests {
		attributes := request.attributes()
		if rules.IsExemptAdmissionConfigurationResource(attributes) {
			continue
		}
		for i, rule := range question.Rules {
			matcher := rules.Matcher{Rule: rule, Attr: attributes}
			matched[i] = matched[i] || matcher.Matches()
		}
	}
	return map[string]any{"matched": matched}
}

func (r ruleRequest) attributes() admission.Attributes {
	kind := schema.GroupVersionKind{Group: r.Group, Version: r.Version, Kind: r.Kind}
	resource := schema.GroupVersionResource{Group: r.Group, Version: r.Version, Resource: r.Resource}
	operation := admission.Operation(r.Operation)
	return admission.NewAttributesRecord(nil, nil, kind, r.Namespace, "name", resource, r.Subresource, operation, nil, false, nil)
}
