package greenapi

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"contactcast/internal/card"
)

const signIn = "<!DOCTYPE html>\n<html><head><TITLE lang=en>\n Hotel&nbsp;WiFi &amp; more </TITLE></head><body>Sign in</body></html>"

// A way to the API that is wrong is named from what really comes back, and nothing was sent or accepted.
func TestWrongRoute(t *testing.T) {
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, signIn) })
	plain, secure := httptest.NewServer(page), httptest.NewUnstartedServer(page)
	secure.Config.ErrorLog = discardLog // it reports failed handshakes
	secure.StartTLS()
	defer plain.Close()
	defer secure.Close()
	for _, tt := range []struct {
		name, url string
		want      RouteError
	}{
		{"a sign-in page", plain.URL, RouteError{Fault: WebPage, Title: "Hotel WiFi & more"}},
		{"an unknown certificate", secure.URL, RouteError{Fault: UnknownCertificate}},
		{"https on an http port", strings.Replace(plain.URL, "http:", "https:", 1), RouteError{Fault: PlainHTTP}},
		{"http on an https port", strings.Replace(secure.URL, "https:", "http:", 1), RouteError{Fault: WantsHTTPS}},
	} {
		_, err := client(t, tt.url, Options{}).GetStateInstance(context.Background())
		assertRoute(t, tt.name, err, tt.want)
	}
}

func assertRoute(t *testing.T, name string, err error, want RouteError) {
	t.Helper()
	assertNoToken(t, err)
	got := WrongRoute(err)
	if got == nil {
		t.Fatalf("%s: %v is no wrong route", name, err)
	}
	if !errors.Is(got, err) {
		t.Errorf("%s: the cause is lost", name)
	}
	got.Err = nil
	if *got != want {
		t.Errorf("%s: got %+v, want %+v", name, *got, want)
	}
}

// A proxy's refusal is named with its number, and nothing of its credentials is shown.
func TestProxyRefuses(t *testing.T) {
	for status, want := range map[int]*RouteError{
		407: {Fault: ProxyRefused, Status: 407},
		403: {Fault: ProxyRefused, Status: 403},
		503: nil, // may pass
	} {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		address, err := url.Parse(proxy.URL)
		if err != nil {
			t.Fatal(err)
		}
		address.User = url.UserPassword("ann", "secret-of-ann")
		c := client(t, "https://api.greenapi.com", Options{})
		c.transport.(*http.Transport).Proxy = http.ProxyURL(address)
		_, err = c.SendContact(context.Background(), card.Card{})
		var unsent *NotSentError
		if !errors.As(err, &unsent) || strings.Contains(err.Error(), "secret-of-ann") {
			t.Errorf("%d: got %v", status, err)
		}
		if want != nil {
			want.Host = address.Host
			assertRoute(t, "proxy", err, *want)
		} else if got := WrongRoute(err); got != nil {
			t.Errorf("%d: taken for %v", status, got.Fault)
		}
		proxy.Close()
	}
}

// A server that closes what does not begin with TLS is asked whether it speaks it.
func TestSpeaksTLS(t *testing.T) {
	secure, plain := httptest.NewUnstartedServer(http.NotFoundHandler()), httptest.NewServer(http.NotFoundHandler())
	secure.Config.ErrorLog, plain.Config.ErrorLog = discardLog, discardLog
	secure.StartTLS()
	defer secure.Close()
	defer plain.Close()
	for address, want := range map[string]bool{
		strings.Replace(secure.URL, "https:", "http:", 1): true, plain.URL: false, secure.URL: false, "http://127.0.0.1:1": false,
	} {
		if got := client(t, address, Options{}).SpeaksTLS(context.Background()); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
}

func TestRouteOfErrors(t *testing.T) {
	unsent := func(err error) error { return &NotSentError{Method: "getStateInstance", Err: err} }
	gone := &net.DNSError{Err: "no such host", Name: "nothere.invalid", IsNotFound: true}
	for _, tt := range []struct {
		name string
		err  error
		want Fault // "" for one that may pass
	}{
		{"no such name", unsent(&net.OpError{Op: "dial", Err: gone}), NoSuchHost},
		{"no such proxy", unsent(&net.OpError{Op: "proxyconnect", Err: gone}), NoSuchProxy},
		{"the resolver is away", unsent(&net.DNSError{Err: "server misbehaving", IsTemporary: true, IsNotFound: true}), ""},
		{"refused", unsent(&net.OpError{Op: "dial", Err: errors.New("connection refused")}), ""},
		{"another host's certificate", unsent(x509.HostnameError{Certificate: &x509.Certificate{}, Host: "api"}), OtherCertificate},
		{"expired", unsent(x509.CertificateInvalidError{Reason: x509.Expired}), ExpiredCertificate},
		{"a proxy over plain http", &APIError{Status: 407}, ProxyRefused},
		{"nginx", &APIError{Status: 400, Body: "<center>The plain HTTP request was sent to HTTPS port</center>"}, WantsHTTPS},
		{"a TLS alert", &NoAnswerError{Err: errors.New(`malformed HTTP response "\x15\x03\x01\x00\x02\x02"`)}, WantsHTTPS},
		{"the network wants a sign-in", &APIError{Status: 511}, WebPage},
		{"a gateway's page", &APIError{Status: 502, Body: signIn}, ""},
		{"a row that is refused", &APIError{Status: 400, Body: "bad request data"}, ""},
		{"none", nil, ""},
	} {
		var got Fault
		if found := WrongRoute(tt.err); found != nil {
			got = found.Fault
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestPageTitle(t *testing.T) {
	for body, want := range map[string]string{
		signIn:                                  "Hotel WiFi & more",
		"\n <html><body><h1>Log <b>in</b></h1>": "Log in",
		"<html></html>":                         "",
		"<title>":                               "",
		"<title>never ends":                     "",
	} {
		if got, ok := pageTitle([]byte(body)); got != want || !ok {
			t.Errorf("%q: %q, %v", body, got, ok)
		}
	}
	if _, ok := pageTitle([]byte(`{"stateInstance":"<title>"}`)); ok {
		t.Error("JSON is taken for a page")
	}
}

// A byte order mark before an answer changes nothing, whatever is asked and whatever is answered.
func TestByteOrderMark(t *testing.T) {
	ctx := context.Background()
	asks := map[string]func(*Client) error{
		`{"idMessage":"A1"}`:                    func(c *Client) error { _, err := c.SendContact(ctx, card.Card{}); return err },
		`{"stateInstance":"authorized"}`:        func(c *Client) error { _, err := c.GetStateInstance(ctx); return err },
		`{"delaySendMessagesMilliseconds":500}`: func(c *Client) error { _, err := c.GetSettings(ctx); return err },
		`{"phone":"79001234567"}`:               func(c *Client) error { _, err := c.GetWaSettings(ctx); return err },
		`{"count":3}`:                           func(c *Client) error { _, err := c.GetMessagesCount(ctx); return err },
		`[]`:                                    func(c *Client) error { _, err := c.LastOutgoingMessages(ctx, 0); return err },
		` []`:                                   func(c *Client) error { _, err := c.ShowMessagesQueue(ctx); return err },
		`[{"idMessage":"A1"}]`:                  func(c *Client) error { _, err := c.GetChatHistory(ctx, "1@c.us", 0); return err },
		`{"idMessage":"A1","typeMessage":"contact"}`: func(c *Client) error { _, err := c.GetMessage(ctx, "1@c.us", "A1"); return err },
	}
	for body, ask := range asks {
		c, _ := answering(t, "\uFEFF"+body)
		if err := ask(c); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
	c, _ := answering(t, "\uFEFF"+`{"code":401,"description":"Unauthorized"}`)
	_, err := c.SendContact(ctx, card.Card{})
	var api *APIError
	if !errors.As(err, &api) || api.Status != 401 || Reason(api.Body) != "Unauthorized" {
		t.Errorf("an error in a 200 is %v", err)
	}
}

func TestEndOfRestriction(t *testing.T) {
	for body, want := range map[string]string{
		`{"suspendedUntil":1767323045}`: "1767323045", `{"suspendedUntil":0}`: "", `{"suspendedUntil":null}`: "", `{}`: "",
	} {
		c, _ := answering(t, body)
		if got, err := c.GetWaSettings(context.Background()); err != nil || got.SuspendedUntil != want {
			t.Errorf("%s: %q, %v", body, got.SuspendedUntil, err)
		}
	}
}

// A proxy's address that cannot be read is not shown: it may hold a password.
func TestBadProxyIsNotShown(t *testing.T) {
	c := client(t, "https://api.greenapi.com", Options{})
	c.transport.(*http.Transport).Proxy = func(*http.Request) (*url.URL, error) { return nil, &ProxyError{} }
	_, err := c.GetStateInstance(context.Background())
	assertRoute(t, "bad proxy", err, RouteError{Fault: BadProxy})
}
