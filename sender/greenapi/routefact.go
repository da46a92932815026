package greenapi

import (
	"cmp"
	"errors"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"time"

	"contactcast/internal/words"
)

// For says what is wrong with the way to the API of an account, for people.
func (e *RouteError) For(a Credentials) words.Fact {
	address, err := url.Parse(a.APIURL)
	if err != nil {
		address = &url.URL{}
	}
	var op *net.OpError
	proxied := errors.As(e.Err, &op) && op.Op == "proxyconnect"
	f := words.New(e.code(proxied), "host", cmp.Or(e.Host, address.Host), "address", address.Host, "variable", proxyVariable(address),
		"status", e.Status, "phrase", http.StatusText(e.Status), "title", e.Title, "now", time.Now().Format(time.RFC3339))
	if e.Err != nil {
		f.Args["cause"] = e.Err.Error()
	}
	return f
}

// code is the fault's, with what chooses its sentence.
func (e *RouteError) code(proxied bool) words.Code {
	switch {
	case proxied && e.Fault == UnknownCertificate:
		return "unknown-certificate/proxy"
	case proxied && e.Fault == OtherCertificate:
		return "other-certificate/proxy"
	case proxied && e.Fault == ExpiredCertificate:
		return "expired-certificate/proxy"
	case proxied && e.Fault == BadCertificate:
		return "bad-certificate/proxy"
	case e.Fault == ProxyRefused && e.Status == http.StatusProxyAuthRequired:
		return "proxy-refused/credentials"
	case e.Fault == ProxyRefused && e.Host == "":
		return "proxy-refused/unnamed"
	case e.Fault == WebPage && e.Title == "":
		return "web-page/untitled"
	case e.Fault == UnknownCertificate && (runtime.GOOS == "windows" || runtime.GOOS == "darwin"):
		return "unknown-certificate/system"
	}
	return words.Code(e.Fault)
}

// proxyVariable is where net/http finds the proxy for an address.
func proxyVariable(address *url.URL) string {
	if address.Scheme == "http" {
		return "HTTP_PROXY"
	}
	return "HTTPS_PROXY"
}

// Unreachable says what to look at when nothing better is known of why an account's API cannot be reached.
func Unreachable(a Credentials, err error) words.Fact {
	address, bad := url.Parse(a.APIURL)
	var op *net.OpError
	switch {
	case bad != nil:
		return words.New("network/address", "cause", err)
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return words.New("network/proxy", "cause", err, "variable", proxyVariable(address))
	case address.Scheme == "http" && !errors.As(err, new(*NotSentError)):
		return words.New("network/plain", "cause", err, "host", address.Host)
	}
	return words.New("network/unreachable", "cause", err)
}
