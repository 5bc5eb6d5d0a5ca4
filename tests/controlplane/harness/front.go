package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"time"
)

// front ends TLS in front of a server and passes on what it is asked, apart from the faults it is told to make. Clients
// with a certificate are made known to an API server as by an authenticating proxy (the flags --requestheader-…).
//
// The first line on standard output is the port. Then each line on standard input is an order, and each gets a line back;
// it ends with standard input.
func front(arguments []string) (int, error) {
	flags := flag.NewFlagSet("front", flag.ExitOnError)
	to := flags.String("to", "", "the address of the server")
	server := flags.String("server", "", "the certificate to show, without ending")
	authority := flags.String("authority", "", "the certificate authority of the server and of clients, without ending")
	proxy := flags.String("proxy", "", "the certificate of an authenticating proxy, without ending")
	_ = flags.Parse(arguments)

	target, err := url.Parse(*to)
	if err != nil {
		return 2, err
	}
	config, err := trust(*authority + ".crt")
	if err != nil {
		return 2, err
	}
	shown, err := tls.LoadX509KeyPair(*server+".crt", *server+".key")
	if err != nil {
		return 2, err
	}
	clients := &identities{authorities: config.RootCAs, plain: transport(config)}
	if *proxy != "" {
		pair, err := tls.LoadX509KeyPair(*proxy+".crt", *proxy+".key")
		if err != nil {
			return 2, err
		}
		config := config.Clone()
		config.Certificates = []tls.Certificate{pair}
		clients.trusted = transport(config)
	}
	passing := &httputil.ReverseProxy{
		Rewrite:       func(request *httputil.ProxyRequest) { request.SetURL(target); clients.name(request) },
		Transport:     clients,
		FlushInterval: -1, // A watch must not wait for more.
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 1, err
	}
	faults := &faults{next: passing}
	serving := &http.Server{
		Handler:           faults,
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{shown}, ClientAuth: tls.RequestClientCert},
		ReadHeaderTimeout: time.Minute,
	}
	go func() { _ = serving.ServeTLS(listener, "", "") }()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	return 0, obey(faults)
}

func transport(config *tls.Config) *http.Transport {
	return &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 64, DisableCompression: true}
}

// obey follows the orders of standard input until it closes.
func obey(faults *faults) error {
	orders := bufio.NewScanner(os.Stdin)
	orders.Buffer(nil, 1<<24)
	answers := json.NewEncoder(os.Stdout)
	for orders.Scan() {
		var order struct{ Rules *[]*rule }
		if err := json.Unmarshal(orders.Bytes(), &order); err != nil {
			return err
		}
		if order.Rules != nil {
			if err := faults.set(*order.Rules); err != nil {
				return err
			}
		}
		if err := answers.Encode(faults.report()); err != nil {
			return err
		}
	}
	return orders.Err()
}

// identities passes requests on, those of clients with a certificate over connections that an API server trusts.
type identities struct {
	authorities    *x509.CertPool
	plain, trusted http.RoundTripper
}

const userHeader, groupHeader = "X-Remote-User", "X-Remote-Group"

// name says in headers who asks; what a client says there itself is dropped.
func (i *identities) name(request *httputil.ProxyRequest) {
	request.Out.Header.Del(userHeader)
	request.Out.Header.Del(groupHeader)
	state := request.In.TLS
	if i.trusted == nil || state == nil || len(state.PeerCertificates) == 0 {
		return
	}
	certificate := state.PeerCertificates[0]
	usages := []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	if _, err := certificate.Verify(x509.VerifyOptions{Roots: i.authorities, KeyUsages: usages}); err != nil {
		return
	}
	request.Out.Header.Set(userHeader, certificate.Subject.CommonName)
	for _, group := range certificate.Subject.Organization {
		request.Out.Header.Add(groupHeader, group)
	}
}

func (i *identities) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Header.Get(userHeader) != "" {
		return i.trusted.RoundTrip(request)
	}
	return i.plain.RoundTrip(request)
}
