package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"net"
	"os"
	"strings"
	"time"
)

// texts are the values of a flag that may be given several times.
type texts []string

func (t *texts) String() string         { return strings.Join(*t, ",") }
func (t *texts) Set(value string) error { *t = append(*t, value); return nil }

// sign makes a key and a certificate for it, in two files FILE.key and FILE.crt, and the public key in FILE.pub. Without
// an authority the certificate signs itself and is one.
func sign(arguments []string) (int, error) {
	flags := flag.NewFlagSet("sign", flag.ExitOnError)
	file := flags.String("file", "", "where the certificate goes, without ending")
	authority := flags.String("authority", "", "the certificate of who signs, without ending")
	name := flags.String("name", "", "the common name; for a client its user")
	expired := flags.Bool("expired", false, "whether its time is over")
	var groups, hosts texts
	flags.Var(&groups, "group", "an organisation; for a client one of its groups")
	flags.Var(&hosts, "host", "an address or a name of a server")
	_ = flags.Parse(arguments)

	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return 1, err
	}
	certificate, err := request(*name, groups, hosts, *expired)
	if err != nil {
		return 1, err
	}
	issuer, signer := certificate, crypto.Signer(key)
	if *authority == "" {
		certificate.IsCA, certificate.KeyUsage = true, x509.KeyUsageCertSign
	} else if issuer, signer, err = readAuthority(*authority); err != nil {
		return 1, err
	}
	signed, err := x509.CreateCertificate(rand.Reader, certificate, issuer, key.Public(), signer)
	if err != nil {
		return 1, err
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return 1, err
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return 1, err
	}
	return 0, errors.Join(
		write(*file+".crt", "CERTIFICATE", signed),
		write(*file+".key", "EC PRIVATE KEY", private),
		write(*file+".pub", "PUBLIC KEY", public),
	)
}

// request returns what a certificate is to say.
func request(name string, groups, hosts []string, expired bool) (*x509.Certificate, error) {
	number, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	if err != nil {
		return nil, err
	}
	certificate := &x509.Certificate{
		SerialNumber:          number,
		Subject:               pkix.Name{CommonName: name, Organization: groups},
		NotBefore:             time.Now().Add(-48 * time.Hour),
		NotAfter:              time.Now().Add(48 * time.Hour),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	if expired {
		certificate.NotAfter = time.Now().Add(-24 * time.Hour)
	}
	for _, host := range hosts {
		if address := net.ParseIP(host); address != nil {
			certificate.IPAddresses = append(certificate.IPAddresses, address)
		} else {
			certificate.DNSNames = append(certificate.DNSNames, host)
		}
	}
	return certificate, nil
}

// readAuthority reads the certificate and the key of who signs.
func readAuthority(file string) (*x509.Certificate, crypto.Signer, error) {
	pair, err := tls.LoadX509KeyPair(file+".crt", file+".key")
	if err != nil {
		return nil, nil, err
	}
	certificate, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		return nil, nil, err
	}
	signer, ok := pair.PrivateKey.(crypto.Signer)
	if !ok {
		return nil, nil, fmt.Errorf("%s.key cannot sign", file)
	}
	return certificate, signer, nil
}

func write(file, kind string, bytes []byte) error {
	return os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600)
}
