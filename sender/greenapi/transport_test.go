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
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

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
		if _, err := c.SendContact(context.Background(), theCard); err != nil {
			t.Fatal(err)
		}
		_, err := c.SendContact(context.Background(), theCard)
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
	_, sendErr := c.SendContact(context.Background(), theCard)
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
		if _, err := c.SendContact(context.Background(), theCard); err == nil {
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
	_, err := c.SendContact(context.Background(), theCard)
	assertNoToken(t, err)
	var doubt *NoAnswerError
	if !errors.As(err, &doubt) {
		t.Errorf("an unknown failure: %T %v, want doubt", err, err)
	}
	failure = &NotSentError{Err: failure}
	_, err = c.SendContact(context.Background(), theCard)
	assertNotSent(t, err, nil)

	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, `{"idMessage":"3EB0"}`) })
	c = client(t, "http://sandbox.invalid", Options{Transport: roundTripFunc(func(r *http.Request) (*http.Response, error) {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, r)
		return recorder.Result(), nil
	})})
	if got, err := c.SendContact(context.Background(), theCard); err != nil || got.IDMessage != "3EB0" {
		t.Errorf("a handler called directly: %v, %v", got, err)
	}
}
