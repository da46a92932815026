package greenapi

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// wire starts a server that reads each connection's first request and then does what it was given to do. It counts the requests it read.
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
		{"token cut short", write("HTTP/1.1 404 Not Found\r\nContent-Length: 90\r\n\r\nno such page: /sendContact/" + testToken[:40]), 404, io.ErrUnexpectedEOF},
		{"token in an endless body", func(c net.Conn) {
			write("HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("x", maxBodyText-30))(c)
			forever(testToken)(c)
		}, 200, nil},
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
			_, err := c.SendContact(context.Background(), theCard)
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
