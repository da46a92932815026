package greenapi

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// wire starts a server that reads each connection's first request and then does as told. It counts the requests it read.
func wire(t testing.TB, then func(net.Conn)) (url string, requests *atomic.Int64) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	requests = new(atomic.Int64)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				r, err := http.ReadRequest(bufio.NewReader(conn))
				if err != nil {
					return
				}
				_, _ = io.ReadAll(r.Body)
				requests.Add(1)
				then(conn)
			}()
		}
	}()
	return "http://" + listener.Addr().String(), requests
}

const short = 150 * time.Millisecond

// Whatever the wire does after the request was written, the message is in doubt.
func TestLostAfterTheRequestWasWritten(t *testing.T) {
	hang := func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }
	write := func(text string) func(net.Conn) {
		return func(conn net.Conn) { _, _ = io.WriteString(conn, text) }
	}
	forever := func(text string) func(net.Conn) {
		return func(conn net.Conn) {
			for {
				if _, err := io.WriteString(conn, text); err != nil {
					return
				}
			}
		}
	}
	tests := []struct {
		name   string
		then   func(net.Conn)
		status int
		is     error
	}{
		{"hang", hang, 0, context.DeadlineExceeded},
		{"closed", func(net.Conn) {}, 0, nil},
		{"reset", func(conn net.Conn) { _ = conn.(*net.TCPConn).SetLinger(0) }, 0, nil},
		{"hang in the header", func(c net.Conn) { write("HTTP/1.1 200 OK\r\nContent-Le")(c); hang(c) }, 0, context.DeadlineExceeded},
		{"closed in the header", write("HTTP/1.1 200 OK\r\nContent-Le"), 0, nil},
		{"hang in the body", func(c net.Conn) { write("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"idM")(c); hang(c) }, 200, nil},
		{"body cut short", write("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"idMessage\":\"3EB0\"}"), 200, io.ErrUnexpectedEOF},
		{"error body cut short", write("HTTP/1.1 400 Bad Request\r\nContent-Length: 90\r\n\r\nbad"), 400, io.ErrUnexpectedEOF},
		{"chunks cut short", write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{\"idMessage\":\"3EB0\"}\r\n"), 200, io.ErrUnexpectedEOF},
		{"endless body", func(c net.Conn) { write("HTTP/1.1 200 OK\r\n\r\n")(c); forever(strings.Repeat("{", 1<<16))(c) }, 200, nil},
		{"endless header", func(c net.Conn) { write("HTTP/1.1 200 OK\r\n")(c); forever("X-Y: z\r\n")(c) }, 0, nil},
		{"endless hints", forever("HTTP/1.1 103 Early Hints\r\n\r\n"), 0, nil},
		{"other protocol", func(c net.Conn) {
			write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")(c)
			hang(c)
		}, 101, nil},
		{"not HTTP", write("SSH-2.0-OpenSSH_9.6 /sendContact/" + testToken + "\r\n\r\n"), 0, nil},
		{"bad length", write("HTTP/1.1 200 OK\r\nContent-Length: " + testToken + "\r\n\r\n"), 0, nil},
		{"bad header", write("HTTP/1.1 200 OK\r\n" + testToken + "\r\n\r\n"), 0, nil},
		{"bad status", write("HTTP/1.1 " + testToken + " OK\r\n\r\n"), 0, nil},
		{"bad chunk", write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + testToken + "zz\r\n"), 200, nil},
		{"bad gzip", write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n{\"idMessage\":\"3EB0\"}"), 200, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			apiURL, requests := wire(t, test.then)
			c := client(t, apiURL, Options{Timeout: short})
			_, err := c.SendContact(context.Background(), card)
			assertNoToken(t, err)
			var doubt *NoAnswerError
			if !errors.As(err, &doubt) || doubt.Status != test.status || doubt.Method != "sendContact" {
				t.Errorf("got %#v: %v; want doubt with status %d", err, err, test.status)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("got %v, want it to be %v", err, test.is)
			}
			if got := requests.Load(); got != 1 {
				t.Errorf("the server read %d requests, want 1", got)
			}
		})
	}
}

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
			_, err := c.SendContact(context.Background(), card)
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
	_, err := client(t, apiURL, Options{}).SendContact(ctx, card)
	assertNotSent(t, err, context.Canceled)

	ctx, cancel = context.WithCancel(context.Background())
	c := client(t, apiURL, Options{})
	c.transport.(*http.Transport).DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		cancel()
		<-ctx.Done()
		return nil, ctx.Err()
	}
	_, err = c.SendContact(ctx, card)
	assertNotSent(t, err, context.Canceled)
	if got := requests.Load(); got != 0 {
		t.Errorf("the server read %d requests", got)
	}

	ctx, cancel = context.WithCancel(context.Background())
	apiURL, _ = wire(t, func(conn net.Conn) { cancel(); _, _ = io.Copy(io.Discard, conn) })
	_, err = client(t, apiURL, Options{}).SendContact(ctx, card)
	assertNoToken(t, err)
	var doubt *NoAnswerError
	if !errors.As(err, &doubt) || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled on its way: %T %v, want doubt", err, err)
	}
}

// flakyConn's writes go wrong when told: after so many bytes they fail.
type flakyConn struct {
	net.Conn
	failAfter *atomic.Int64 // negative: never
}

func (c flakyConn) Write(b []byte) (int, error) {
	left := c.failAfter.Load()
	if left < 0 || left > int64(len(b)) {
		return c.Conn.Write(b)
	}
	n, _ := c.Conn.Write(b[:left])
	return n, syscall.EPIPE
}

// A connection kept from an earlier request may have died. What was written to it since decides.
func TestReusedConnectionThatDied(t *testing.T) {
	for _, scheme := range []string{"http", "https"} {
		for _, test := range []struct {
			name      string
			failAfter int64
			notSent   bool
		}{
			{"before a byte", 0, true},
			{"after a byte", 1, false},
			{"after 100 bytes", 100, false},
		} {
			t.Run(scheme+" "+test.name, func(t *testing.T) {
				var posts, failAfter atomic.Int64
				failAfter.Store(-1)
				server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					posts.Add(1)
					io.WriteString(w, `{"idMessage":"3EB0"}`)
				}))
				server.Config.ErrorLog = discardLog
				server.Start()
				if scheme == "https" {
					server.Close()
					server = httptest.NewUnstartedServer(server.Config.Handler)
					server.Config.ErrorLog = discardLog
					server.StartTLS()
				}
				defer server.Close()
				c := client(t, server.URL, Options{})
				transport := c.transport.(*http.Transport)
				if scheme == "https" {
					transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
				}
				transport.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
					conn, err := dial(ctx, network, addr)
					if err == nil {
						counted := conn.(*countedConn)
						counted.Conn = flakyConn{counted.Conn, &failAfter}
					}
					return conn, err
				}
				if _, err := c.SendContact(context.Background(), card); err != nil {
					t.Fatal(err)
				}
				failAfter.Store(test.failAfter)
				_, err := c.SendContact(context.Background(), card)
				assertNoToken(t, err)
				var notSent *NotSentError
				var doubt *NoAnswerError
				if errors.As(err, &notSent) != test.notSent || errors.As(err, &doubt) == test.notSent {
					t.Errorf("got %T: %v", err, err)
				}
				if got := posts.Load(); got != 1 {
					t.Errorf("the server got %d posts, want only the first", got)
				}
				failAfter.Store(-1)
				if _, err := c.SendContact(context.Background(), card); err != nil {
					t.Errorf("afterwards: %v", err)
				}
			})
		}
	}
}

// net/http sends a request again on its own when a kept connection fails, if it thinks it may. It must not think so.
func TestNothingIsSentTwice(t *testing.T) {
	var posts atomic.Int64
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { // answers the first request of each connection and hangs up on the second
				defer conn.Close()
				reader := bufio.NewReader(conn)
				for first := true; ; first = false {
					r, err := http.ReadRequest(reader)
					if err != nil {
						return
					}
					_, _ = io.ReadAll(r.Body)
					posts.Add(1)
					if !first {
						return
					}
					_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"idMessage\":\"3EB0\"}")
				}
			}()
		}
	}()
	c := client(t, "http://"+listener.Addr().String(), Options{})
	const pairs = 50
	for range pairs {
		if _, err := c.SendContact(context.Background(), card); err != nil {
			t.Fatal(err)
		}
		_, err := c.SendContact(context.Background(), card)
		var doubt *NoAnswerError
		if !errors.As(err, &doubt) {
			t.Fatalf("got %T: %v", err, err)
		}
	}
	if got := posts.Load(); got != 2*pairs {
		t.Errorf("%d calls made %d posts", 2*pairs, got)
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var requests atomic.Int64
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		http.Redirect(w, r, "/elsewhere"+r.URL.Path, http.StatusPermanentRedirect)
	}, Options{})
	_, sendErr := c.SendContact(context.Background(), card)
	_, readErr := c.GetStateInstance(context.Background())
	for _, err := range []error{sendErr, readErr} {
		var api *APIError
		if !errors.As(err, &api) || api.Status != http.StatusPermanentRedirect {
			t.Errorf("got %v", err)
		}
	}
	if got := requests.Load(); got != 2 {
		t.Errorf("2 calls made %d requests", got)
	}
}

func TestConnectionsAreReused(t *testing.T) {
	var connections atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, strings.Repeat("bad request data ", 5000))
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	c := client(t, server.URL, Options{})
	for range 20 {
		if _, err := c.SendContact(context.Background(), card); err == nil {
			t.Fatal("no error")
		}
	}
	if got := connections.Load(); got != 1 {
		t.Errorf("20 requests in a row used %d connections, want 1", got)
	}
}

// The kernel must drop, not deliver, what a closed connection still holds: the peer sees a reset.
func TestClosingResetsTheConnection(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conn, err := dial(context.Background(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	peer, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer peer.Close()
	conn.Close()
	if _, err := peer.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the peer sees %v, want a reset", err)
	}
}

type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestForeignTransport(t *testing.T) {
	failure := fmt.Errorf("broken on the way to /%s", testToken)
	c := client(t, "http://sandbox.invalid", Options{Transport: roundTripFunc(func(*http.Request) (*http.Response, error) { return nil, failure })})
	_, err := c.SendContact(context.Background(), card)
	assertNoToken(t, err)
	var doubt *NoAnswerError
	if !errors.As(err, &doubt) {
		t.Errorf("an unknown failure: %T %v, want doubt", err, err)
	}
	failure = &NotSentError{Err: failure}
	_, err = c.SendContact(context.Background(), card)
	assertNotSent(t, err, nil)

	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, `{"idMessage":"3EB0"}`) })
	c = client(t, "http://sandbox.invalid", Options{Transport: roundTripFunc(func(r *http.Request) (*http.Response, error) {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, r)
		return recorder.Result(), nil
	})})
	if got, err := c.SendContact(context.Background(), card); err != nil || got.IDMessage != "3EB0" {
		t.Errorf("a handler called directly: %v, %v", got, err)
	}
}
