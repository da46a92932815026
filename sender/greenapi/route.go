package greenapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"html"
	"net"
	"net/http"
	"net/url"
	"strings"

	"contactcast/internal/words"
)

// Fault is what is wrong with the way to the API.
type Fault string

// The faults that a RouteError names. Each is cured by a setting or a person, not by waiting.
const (
	NoSuchHost         Fault = "no-such-host"        // the address's name does not resolve
	NoSuchProxy        Fault = "no-such-proxy"       // the proxy's name does not resolve
	ProxyRefused       Fault = "proxy-refused"       // the proxy answers with Status; 407 wants credentials
	BadProxy           Fault = "bad-proxy"           // the environment names a proxy in a form that cannot be read
	UnknownCertificate Fault = "unknown-certificate" // signed by nobody whom this machine trusts
	OtherCertificate   Fault = "other-certificate"   // made out to another host
	ExpiredCertificate Fault = "expired-certificate" // not valid at this machine's time
	BadCertificate     Fault = "bad-certificate"     // not usable for another reason
	PlainHTTP          Fault = "plain-http"          // https was spoken to a server that does not speak it
	WantsHTTPS         Fault = "wants-https"         // http was spoken to a server that speaks https
	WebPage            Fault = "web-page"            // a page for people came in place of an answer, with Title
)

// RouteError says what is wrong with the way to the API, and where.
type RouteError struct {
	Fault Fault
	// Host is the host or proxy that it is about, as far as the error names it; else "".
	Host string
	// Status is a proxy's HTTP status.
	Status int
	// Title is a web page's; "" if it has none.
	Title string
	Err   error
}

func (e *RouteError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *RouteError) Unwrap() error { return e.Err }

// Fact says what is wrong with the way to the API of no account in particular. See For.
func (e *RouteError) Fact() words.Fact { return e.For(Credentials{}) }

// PageError says that a web page came in place of JSON.
type PageError struct{ Title string }

func (e *PageError) Error() string {
	if e.Title == "" {
		return "a web page without a title came in place of JSON"
	}
	return fmt.Sprintf("a web page titled %q came in place of JSON", e.Title)
}

// ProxyError is a proxy's answer that is not the connection it was asked for; with no Status,
// a proxy's address in the environment that cannot be read. It never shows credentials.
type ProxyError struct {
	Proxy  string // host and port
	Status int
}

func (e *ProxyError) Error() string {
	if e.Status == 0 {
		return "the proxy's address cannot be read"
	}
	return fmt.Sprintf("the proxy %s answers HTTP %d %s", e.Proxy, e.Status, http.StatusText(e.Status))
}

// environmentProxy is net/http's, whose errors would show the address with its password.
func environmentProxy(r *http.Request) (*url.URL, error) {
	proxy, err := http.ProxyFromEnvironment(r)
	if err != nil {
		return nil, &ProxyError{}
	}
	return proxy, nil
}

// proxyAnswered names the status of a proxy that refuses; net/http would drop the number.
func proxyAnswered(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &ProxyError{Proxy: proxy.Host, Status: answer.StatusCode}
}

// WrongRoute finds in a request's error what is wrong with the way to the API; nil if
// waiting may cure it. Any method's error can be asked.
func WrongRoute(err error) *RouteError {
	var known *RouteError
	if errors.As(err, &known) {
		return known
	}
	for _, find := range []func(error) *RouteError{wrongName, wrongProxy, wrongCertificate, wrongScheme, wrongPage} {
		if found := find(err); found != nil {
			found.Err = err
			return found
		}
	}
	return nil
}

// wrongName finds a name that does not exist, which a resolver that is out of reach does not prove.
func wrongName(err error) *RouteError {
	var dns *net.DNSError
	if !errors.As(err, &dns) || !dns.IsNotFound || dns.IsTemporary || dns.IsTimeout {
		return nil
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "proxyconnect" {
		return &RouteError{Fault: NoSuchProxy, Host: dns.Name}
	}
	return &RouteError{Fault: NoSuchHost, Host: dns.Name}
}

func wrongProxy(err error) *RouteError {
	var proxy *ProxyError
	var api *APIError
	switch {
	case errors.As(err, &proxy) && proxy.Status == 0:
		return &RouteError{Fault: BadProxy}
	case errors.As(err, &proxy) && proxy.Status < 500:
		return &RouteError{Fault: ProxyRefused, Host: proxy.Proxy, Status: proxy.Status}
	case errors.As(err, &api) && api.Status == http.StatusProxyAuthRequired:
		return &RouteError{Fault: ProxyRefused, Status: api.Status}
	}
	return nil
}

func wrongCertificate(err error) *RouteError {
	var (
		unverified *tls.CertificateVerificationError
		name       x509.HostnameError
		invalid    x509.CertificateInvalidError
		unknown    x509.UnknownAuthorityError
	)
	switch {
	case errors.As(err, &name):
		return &RouteError{Fault: OtherCertificate, Host: name.Host}
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return &RouteError{Fault: ExpiredCertificate}
	case errors.As(err, &unknown):
		return &RouteError{Fault: UnknownCertificate}
	case errors.As(err, &unverified):
		return &RouteError{Fault: BadCertificate}
	}
	return nil
}

func wrongScheme(err error) *RouteError {
	var record tls.RecordHeaderError
	var api *APIError
	switch {
	case errors.As(err, &record):
		return &RouteError{Fault: PlainHTTP}
	case errors.As(err, &api) && api.Status == http.StatusBadRequest && // of Go, nginx and Apache
		(api.Says("HTTP request to an HTTPS server") || api.Says("sent to HTTPS port") || api.Says("to an SSL-enabled server port")):
		return &RouteError{Fault: WantsHTTPS}
	case err != nil && strings.Contains(err.Error(), `malformed HTTP response "\x15\x03`): // a TLS alert
		return &RouteError{Fault: WantsHTTPS}
	}
	return nil
}

func wrongPage(err error) *RouteError {
	var page *PageError
	var api *APIError
	switch {
	case errors.As(err, &page):
		return &RouteError{Fault: WebPage, Title: page.Title}
	case errors.As(err, &api) && api.Status == http.StatusNetworkAuthenticationRequired:
		return &RouteError{Fault: WebPage}
	}
	return nil
}

// pageTitle is an HTML page's title in one line, or its first heading; ok is false if the body is no page.
func pageTitle(body []byte) (title string, ok bool) {
	text := strings.TrimSpace(string(body[:min(len(body), maxBodyText*8)]))
	if !strings.HasPrefix(text, "<") {
		return "", false
	}
	for _, tag := range []string{"title", "h1"} {
		if title := element(text, tag); title != "" {
			return title, true
		}
	}
	return "", true
}

// element is the text of a page's first element of that name.
func element(page, name string) string {
	lower := strings.ToLower(page)
	if len(lower) != len(page) { // letters whose lower case is longer or shorter: where they stand is not known
		lower = page
	}
	start := strings.Index(lower, "<"+name)
	if start < 0 {
		return ""
	}
	open := strings.Index(page[start:], ">")
	if open < 0 {
		return ""
	}
	start += open + 1
	end := strings.Index(lower[start:], "</"+name)
	if end < 0 {
		return ""
	}
	text := html.UnescapeString(htmlTag.ReplaceAllString(page[start:start+end], " "))
	return Reason(strings.Join(strings.Fields(text), " "))
}

// SpeaksTLS reports whether the address, which begins with http://, is one where https is spoken: some
// servers close such a connection without a word. It says nothing to the server but a TLS greeting.
func (c *Client) SpeaksTLS(ctx context.Context) bool {
	request := &http.Request{URL: &c.base}
	if proxy, err := http.ProxyFromEnvironment(request); !c.ours || c.base.Scheme != "http" || proxy != nil || err != nil {
		return false
	}
	port := c.base.Port()
	if port == "" {
		port = "80"
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	dialer := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true}} // nothing is sent to it
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(c.base.Hostname(), port))
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}
