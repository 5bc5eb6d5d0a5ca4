package main

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"time"
)

// token prints a service account's token whose time is over, as only the API server's own key can sign it. (One that is
// valid comes from the API server itself.)
func token(arguments []string) (int, error) {
	flags := flag.NewFlagSet("token", flag.ExitOnError)
	key := flags.String("key", "", "the key of the API server for tokens, without ending")
	issuer := flags.String("issuer", "", "the issuer of the API server's tokens")
	namespace := flags.String("namespace", "", "the namespace of the service account")
	name := flags.String("name", "", "its name")
	_ = flags.Parse(arguments)

	_, signer, err := readAuthority(*key)
	if err != nil {
		return 1, err
	}
	private, ok := signer.(*ecdsa.PrivateKey)
	if !ok {
		return 1, errors.New("the key is no ECDSA key")
	}
	now := time.Now()
	head := map[string]any{"alg": "ES256", "typ": "JWT"}
	body := map[string]any{
		"iss": *issuer,
		"aud": []string{*issuer},
		"sub": "system:serviceaccount:" + *namespace + ":" + *name,
		"iat": now.Add(-3 * time.Hour).Unix(),
		"nbf": now.Add(-3 * time.Hour).Unix(),
		"exp": now.Add(-2 * time.Hour).Unix(),
		"kubernetes.io": map[string]any{
			"namespace":      *namespace,
			"serviceaccount": map[string]any{"name": *name, "uid": "00000000-0000-0000-0000-000000000000"},
		},
	}
	text := encode(head) + "." + encode(body)
	digest := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, private, digest[:])
	if err != nil {
		return 1, err
	}
	signature := append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	fmt.Println(text + "." + base64.RawURLEncoding.EncodeToString(signature))
	return 0, nil
}

// encode writes a part of a JSON web token.
func encode(part map[string]any) string {
	text, err := json.Marshal(part)
	if err != nil {
		panic(err) // Strings and numbers can always be written.
	}
	return base64.RawURLEncoding.EncodeToString(text)
}
