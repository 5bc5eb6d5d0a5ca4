package main

import (
	"context"
	"encoding/json"
	"fmt"

	apiextensionshelpers "k8s.io/apiextensions-apiserver/pkg/apihelpers"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	crdvalidation "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	crvalidation "k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metavalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"
)

// crdRequest is a CRD and objects of it, all in YAML.
type crdRequest struct {
	CRD     string   `json:"crd"`
	Objects []string `json:"objects"`
}

// crdAnswer is what an API server says of a CRD, and of each object that is created of it.
type crdAnswer struct {
	// Decode is why the CRD cannot be read; Strict what in it is unknown.
	Decode string   `json:"decode,omitempty"`
	Strict []string `json:"strict"`
	Errors []fault  `json:"errors"`
	// Objects has an answer for each object.
	Objects []crAnswer `json:"objects"`
}

// crAnswer is what is wrong with an object.
type crAnswer struct {
	Decode  string   `json:"decode,omitempty"`
	Unknown []string `json:"unknown"`
	Errors  []fault  `json:"errors"`
}

// fault is an error of a field.
type fault struct {
	Type   string `json:"type"`
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// answerCRD validates a CRD as if it were created, and objects as if they were created of it.
func answerCRD(body []byte) any {
	var request crdRequest
	if err := json.Unmarshal(body, &request); err != nil {
		return crdAnswer{Decode: err.Error()}
	}
	answer := crdAnswer{Strict: []string{}, Errors: []fault{}, Objects: []crAnswer{}}
	decoded, err := decodeCRD([]byte(request.CRD), &answer)
	if err != nil {
		answer.Decode = err.Error()
		return answer
	}
	answer.Errors = faults(crdvalidation.ValidateCustomResourceDefinition(context.TODO(), decoded))
	if len(request.Objects) == 0 {
		return answer
	}
	v1 := &apiextensionsv1.CustomResourceDefinition{}
	if err := kinds.Convert(decoded, v1, nil); err != nil {
		answer.Decode = err.Error()
		return answer
	}
	versions := map[string]*judge{}
	for _, object := range request.Objects {
		answer.Objects = append(answer.Objects, guardedObject(v1, versions, []byte(object)))
	}
	return answer
}

// decodeCRD reads a CRD as the API server does: defaults are set, and it is converted to the internal version.
func decodeCRD(text []byte, answer *crdAnswer) (*apiextensions.CustomResourceDefinition, error) {
	if strict, ok := answerDecode(text).(decodeAnswer); ok {
		answer.Strict = strict.Strict
	}
	object, _, err := lenient.Decode(text, nil, nil)
	if err != nil {
		return nil, err
	}
	kinds.Default(object)
	internal := &apiextensions.CustomResourceDefinition{}
	if err := kinds.Convert(object, internal, nil); err != nil {
		return nil, err
	}
	// What creating a CRD sets or drops (`pkg/registry/customresourcedefinition/strategy.go`).
	internal.Generation = 1
	internal.Status = apiextensions.CustomResourceDefinitionStatus{}
	for _, version := range internal.Spec.Versions {
		if version.Storage && !apiextensions.IsStoredVersion(internal, version.Name) {
			internal.Status.StoredVersions = append(internal.Status.StoredVersions, version.Name)
		}
	}
	return internal, nil
}

func guardedObject(crd *apiextensionsv1.CustomResourceDefinition, versions map[string]*judge, text []byte) (answer crAnswer) {
	defer func() {
		if cause := recover(); cause != nil {
			answer = crAnswer{Decode: fmt.Sprint("panic: ", cause), Unknown: []string{}, Errors: []fault{}}
		}
	}()
	answer = crAnswer{Unknown: []string{}, Errors: []fault{}}
	if err := answerObject(crd, versions, text, &answer); err != nil {
		answer.Decode = err.Error()
	}
	return answer
}

// judge is what an API server keeps of a version of a CRD.
type judge struct {
	structural  *schema.Structural
	validator   crvalidation.SchemaValidator
	rules       *cel.Validator
	dropsStatus bool
}

// newJudge follows getOrCreateServingInfoFor of `pkg/apiserver/customresource_handler.go`.
func newJudge(crd *apiextensionsv1.CustomResourceDefinition, version string) (*judge, error) {
	versioned, err := apiextensionshelpers.GetSchemaForVersion(crd, version)
	if err != nil || versioned == nil || versioned.OpenAPIV3Schema == nil {
		return nil, fmt.Errorf("no schema for %q: %v", version, err)
	}
	props := &apiextensions.CustomResourceValidation{}
	if err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(versioned, props, nil); err != nil {
		return nil, err
	}
	structural, err := schema.NewStructural(props.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	if !crd.Spec.PreserveUnknownFields {
		structural = structural.DeepCopy()
		if err := defaulting.PruneDefaults(structural); err != nil {
			return nil, err
		}
	}
	validator, _, err := crvalidation.NewSchemaValidator(props.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	subresources, err := apiextensionshelpers.GetSubresourcesForVersion(crd, version)
	dropsStatus := err == nil && subresources != nil && subresources.Status != nil
	rules := cel.NewValidator(structural, true, celconfig.PerCallLimit)
	return &judge{structural, validator, rules, dropsStatus}, nil
}

// answerObject follows `pkg/apiserver/customresource_handler.go` and `pkg/registry/customresource/strategy.go`.
func answerObject(crd *apiextensionsv1.CustomResourceDefinition, versions map[string]*judge, text []byte, answer *crAnswer) error {
	raw, err := yaml.YAMLToJSON(text)
	if err != nil {
		return err
	}
	object := map[string]any{}
	if err := utiljson.Unmarshal(raw, &object); err != nil {
		return err
	}
	u := &unstructured.Unstructured{Object: object}
	version := u.GroupVersionKind().Version
	if versions[version] == nil {
		made, err := newJudge(crd, version)
		if err != nil {
			return err
		}
		versions[version] = made
	}
	by := versions[version]
	if err := coerce(u, by.structural, crd.Spec.PreserveUnknownFields, answer); err != nil {
		return err
	}
	defaulting.Default(u.Object, by.structural)
	if by.dropsStatus {
		delete(u.Object, "status")
	}
	namespaced := crd.Spec.Scope == apiextensionsv1.NamespaceScoped
	// As BeforeCreate has it (`k8s.io/apiserver/pkg/registry/rest/create.go`).
	if !namespaced {
		u.SetNamespace("")
	} else if u.GetNamespace() == "" {
		u.SetNamespace("default")
	}
	errs := metavalidation.ValidateObjectMetaAccessor(u, namespaced, metavalidation.NameIsDNSSubdomain, field.NewPath("metadata"))
	errs = append(errs, crvalidation.ValidateCustomResource(nil, u.UnstructuredContent(), by.validator)...)
	errs = append(errs, objectmeta.Validate(nil, u.Object, by.structural, false)...)
	errs = append(errs, listtype.ValidateListSetsAndMaps(nil, by.structural, u.Object)...)
	if by.rules != nil && !blocks(errs) {
		broken, _ := by.rules.Validate(context.TODO(), nil, by.structural, u.Object, nil, celconfig.RuntimeCELCostBudget)
		errs = append(errs, broken...)
	}
	answer.Errors = faults(errs)
	return nil
}

// coerce does what decoding an object does beyond JSON: it prunes, and removes what is null and may not be.
func coerce(u *unstructured.Unstructured, structural *schema.Structural, preserves bool, answer *crAnswer) error {
	meta, found, unknown, err := objectmeta.GetObjectMetaWithOptions(u.Object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return err
	}
	answer.Unknown = append(answer.Unknown, unknown...)
	apiVersion, kind := u.GetAPIVersion(), u.GetKind()
	if !preserves {
		options := schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
		answer.Unknown = append(answer.Unknown, pruning.PruneWithOptions(u.Object, structural, true, options)...)
		defaulting.PruneNonNullableNullsWithoutDefaults(u.Object, structural)
	}
	problem, more := objectmeta.CoerceWithOptions(nil, u.Object, structural, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if problem != nil {
		return problem
	}
	answer.Unknown = append(answer.Unknown, more...)
	u.SetKind(kind)
	u.SetAPIVersion(apiVersion)
	if found {
		return objectmeta.SetObjectMeta(u.Object, meta)
	}
	return nil
}

// blocks is hasBlockingErr of the strategy.
func blocks(errs field.ErrorList) bool {
	for _, err := range errs {
		switch err.Type {
		case field.ErrorTypeNotSupported, field.ErrorTypeRequired, field.ErrorTypeTooLong, field.ErrorTypeTooMany, field.ErrorTypeTypeInvalid:
			return true
		}
	}
	return false
}

func faults(errs field.ErrorList) []fault {
	found := []fault{}
	for _, err := range errs {
		found = append(found, fault{Type: string(err.Type), Field: err.Field, Detail: err.Detail})
	}
	return found
}
