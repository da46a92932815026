package greenapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"runtime"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// flaky is the network under a kept connection.
type flaky struct {
	failAfter atomic.Int64  // writes fail after so many bytes; negative: never
	closed    chan struct{} // a value for each connection that the client has closed
}

type flakyConn struct {
	net.Conn
	net *flaky
}

func (c flakyConn) Write(b []byte) (int, error) {
	left := c.net.failAfter.Load()
	if left < 0 || left > int64(len(b)) {
		return c.Conn.Write(b)
	}
	n, _ := c.Conn.Write(b[:left])
	return n, syscall.EPIPE
}

func (c flakyConn) Close() error {
	err := c.Conn.Close()
	c.net.closed <- struct{}{}
	return err
}

// keep starts a server that counts posts, and a client that has one connection to it over a flaky network.
func keep(t *testing.T, scheme string) (c *Client, server *httptest.Server, network *flaky, posts *atomic.Int64) {
	t.Helper()
	posts = new(atomic.Int64)
	network = &flaky{closed: make(chan struct{}, 10)}
	network.failAfter.Store(-1)
	server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		posts.Add(1)
		io.WriteString(w, `{"idMessage":"3EB0"}`)
	}))
	server.Config.ErrorLog = discardLog
	t.Cleanup(server.Close)
	if scheme == "https" {
		server.StartTLS()
	} else {
		server.Start()
	}
	c = client(t, server.URL, Options{})
	transport := c.transport.(*http.Transport)
	if scheme == "https" {
		transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
	}
	transport.DialContext = func(ctx context.Context, kind, addr string) (net.Conn, error) {
		conn, err := dial(ctx, kind, addr)
		if err == nil {
			conn.(*countedConn).Conn = flakyConn{conn.(*countedConn).Conn, network}
		}
		return conn, err
	}
	if _, err := c.SendContact(context.Background(), theCard); err != nil {
		t.Fatal(err)
	}
	return c, server, network, posts
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
				c, _, network, posts := keep(t, scheme)
				network.failAfter.Store(test.failAfter)
				_, err := c.SendContact(context.Background(), theCard)
				assertNoToken(t, err)
				var notSent *NotSentError
				var doubt *NoAnswerError
				if errors.As(err, &notSent) != test.notSent || errors.As(err, &doubt) == test.notSent {
					t.Errorf("got %T: %v", err, err)
				}
				if got := posts.Load(); got != 1 {
					t.Errorf("the server got %d posts, want only the first", got)
				}
				network.failAfter.Store(-1)
				if _, err := c.SendContact(context.Background(), theCard); err != nil {
					t.Errorf("afterwards: %v", err)
				}
			})
		}
	}
}

// The server hangs up in the moment in which the client has chosen the connection and not yet written to it.
func TestReusedConnectionClosedInTheLastMoment(t *testing.T) {
	for _, scheme := range []string{"http", "https"} {
		t.Run(scheme, func(t *testing.T) {
			c, server, network, posts := keep(t, scheme)
			ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
				if !info.Reused {
					t.Error("a new connection was used")
				}
				before := writeLoops()
				server.CloseClientConnections()
				<-network.closed
				for writeLoops() >= before { // net/http still believes that it can write
					time.Sleep(time.Millisecond)
				}
			}})
			_, err := c.SendContact(ctx, theCard)
			assertNotSent(t, err, nil)
			if got := posts.Load(); got != 1 {
				t.Errorf("the server got %d posts, want only the first", got)
			}
		})
	}
}

// writeLoops counts net/http's goroutines that write to a connection.
func writeLoops() int {
	stacks := make([]byte, 1<<20)
	return bytes.Count(stacks[:runtime.Stack(stacks, true)], []byte("(*persistConn).writeLoop("))
}
