package main

import (
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

// quantityAnswer is what apimachinery reads.
type quantityAnswer struct {
	// Value is the whole number, rounded up.
	Value int64 `json:"value"`
	// Milli is the number of thousandths, rounded up; it is meaningless for more than an int64 holds.
	Milli int64  `json:"milli"`
	Error string `json:"error,omitempty"`
}

// answerQuantity reads a quantity as the API server does: blanks around it count for nothing (Quantity.UnmarshalJSON).
func answerQuantity(text []byte) any {
	read, err := resource.ParseQuantity(strings.TrimSpace(string(text)))
	if err != nil {
		return quantityAnswer{Error: err.Error()}
	}
	return quantityAnswer{Value: read.Value(), Milli: read.MilliValue()}
}
