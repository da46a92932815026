package greenapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
)

// Without a connection nothing can have left.
func TestNotSentWithoutAConnection(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	refused := "127.0.0.1:" + fmt.Sprint(closed.Addr().(*net.TCPAddr).Port)
	silent, err := net.Listen("tcp", "127.0.0.1:0") // accepts in the kernel, never says a word
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	reached := func(w http.ResponseWriter, r *http.Request) { t.Errorf("the server got %s %s", r.Method, r.URL.Path) }
	plain := httptest.NewServer(http.HandlerFunc(reached))
	defer plain.Close()
	stranger := httptest.NewUnstartedServer(http.HandlerFunc(reached))
	stranger.Config.ErrorLog = discardLog
	stranger.StartTLS()
	defer stranger.Close()
	through := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			t.Errorf("the proxy got %s", r.Method)
		}
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	defer through.Close()

	tests := []struct {
		name, apiURL, proxy string
		is                  error
	}{
		{"refused", "http://" + refused, "", syscall.ECONNREFUSED},
		{"no such name", "http://nobody.invalid", "", nil},
		{"TLS to a server without", strings.Replace(plain.URL, "http:", "https:", 1), "", nil},
		{"certificate of a stranger", stranger.URL, "", nil},
		{"silent TLS", "https://" + silent.Addr().String(), "", context.DeadlineExceeded},
		{"proxy refused", "https://api.greenapi.com", "http://" + refused, syscall.ECONNREFUSED},
		{"proxy wants a password", "https://api.greenapi.com", through.URL, nil},
		{"silent proxy", "https://api.greenapi.com", "http://" + silent.Addr().String(), context.DeadlineExceeded},
		{"TLS through the proxy fails", "https://api.greenapi.com", "https://" + silent.Addr().String(), context.DeadlineExceeded},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := client(t, test.apiURL, Options{Timeout: 2 * short})
			if test.proxy != "" {
				proxy, err := url.Parse(test.proxy)
				if err != nil {
					t.Fatal(err)
				}
				c.transport.(*http.Transport).Proxy = http.ProxyURL(proxy)
			}
			_, err := c.SendContact(context.Background(), theCard)
			assertNotSent(t, err, test.is)
		})
	}
}

func assertNotSent(t *testing.T, err, is error) {
	t.Helper()
	assertNoToken(t, err)
	var notSent *NotSentError
	if !errors.As(err, &notSent) {
		t.Fatalf("got %T: %v; want not sent", err, err)
	}
	if is != nil && !errors.Is(err, is) {
		t.Errorf("got %v, want it to be %v", err, is)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	apiURL, requests := wire(t, func(net.Conn) {})
	_, err := client(t, apiURL, Options{}).SendContact(ctx, theCard)
	assertNotSent(t, err, context.Canceled)

	ctx, cancel = context.WithCancel(context.Background())
	c := client(t, apiURL, Options{})
	c.transport.(*http.Transport).DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		cancel()
		<-ctx.Done()
		return nil, ctx.Err()
	}
	_, err = c.SendContact(ctx, theCard)
	assertNotSent(t, err, context.Canceled)
	if got := requests.Load(); got != 0 {
		t.Errorf("the server read %d requests", got)
	}

	ctx, cancel = context.WithCancel(context.Background())
	apiURL, _ = wire(t, func(conn net.Conn) { cancel(); _, _ = io.Copy(io.Discard, conn) })
	_, err = client(t, apiURL, Options{}).SendContact(ctx, theCard)
	assertNoToken(t, err)
	var doubt *NoAnswerError
	if !errors.As(err, &doubt) || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled on its way: %T %v, want doubt", err, err)
	}
}
