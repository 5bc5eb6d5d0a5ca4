package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// await asks an address until it answers 200.
func await(address, authority string, within time.Duration) error {
	if address == "" {
		return nil
	}
	config, err := trust(authority)
	if err != nil {
		return err
	}
	// A proxy of the environment has no business on loopback.
	transport := &http.Transport{TLSClientConfig: config, DisableKeepAlives: true}
	client := &http.Client{Transport: transport, Timeout: 5 * time.Second}
	last := "nothing"
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		answer, err := client.Get(address)
		if err != nil {
			last = err.Error()
			continue
		}
		body, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<14))
		_ = answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return nil
		}
		last = answer.Status + ": " + strings.Join(strings.Fields(string(body)), " ")
	}
	return fmt.Errorf("it was not ready within %s; %s last answered %s", within, address, last)
}

// trust reads the certificate authority of the address.
func trust(authority string) (*tls.Config, error) {
	if authority == "" {
		return &tls.Config{InsecureSkipVerify: true}, nil
	}
	text, err := os.ReadFile(authority)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s holds no certificate", authority)
	}
	return &tls.Config{RootCAs: pool}, nil
}
