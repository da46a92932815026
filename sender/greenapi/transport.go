package greenapi

import (
	"context"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

const (
	// idleTimeout drops connections before a server or a router forgets them: a request written into a dead connection is a message in doubt.
	idleTimeout = 10 * time.Second
	// dialTimeout bounds one attempt to connect; the request's own timeout bounds them all.
	dialTimeout = 15 * time.Second
	// maxHeaderBytes bounds an answer's header.
	maxHeaderBytes = 64 << 10
)

// newTransport makes the transport that the send invariant counts on: HTTP/1.1 alone, so that one connection
// carries one request, on connections that know whether anything was written. It is used without http.Client,
// so nothing follows a redirect; requests carry no GetBody, so it never sends a POST a second time.
func newTransport(idlePerHost int) *http.Transport {
	if idlePerHost <= 0 {
		idlePerHost = DefaultInFlight
	}
	var http1 http.Protocols
	http1.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  environmentProxy,
		DialContext:            dial,
		TLSHandshakeTimeout:    dialTimeout,
		MaxIdleConnsPerHost:    idlePerHost,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		Protocols:              &http1,
		OnProxyConnectResponse: proxyAnswered,
	}
}

func dial(ctx context.Context, network, addr string) (net.Conn, error) {
	d := net.Dialer{Timeout: dialTimeout}
	conn, err := d.DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		// Without this the kernel goes on delivering what a killed process had written.
		if err := tcp.SetLinger(0); err != nil {
			conn.Close()
			return nil, err
		}
	}
	return &countedConn{Conn: conn}, nil
}

// countedConn counts the writes that began and did not fail empty-handed.
type countedConn struct {
	net.Conn
	writes atomic.Int64
	flight atomic.Pointer[flight] // the request that has the connection, until its first byte
}

// Write counts before it writes, so that a write under way is never overlooked. A request that comes too late is not
// written at all.
func (c *countedConn) Write(b []byte) (int, error) {
	if f := c.flight.Load(); f != nil {
		if err := f.late(); err != nil {
			return 0, err
		}
		c.flight.Store(nil)
	}
	c.writes.Add(1)
	n, err := c.Conn.Write(b)
	if n == 0 && err != nil {
		c.writes.Add(-1)
	}
	return n, err
}

// flight watches one request on its way, to distinguish what never left from what may have.
type flight struct {
	conn   *countedConn
	before int64       // the connection's writes before this request: TLS and proxy handshakes, earlier requests
	headed atomic.Bool // the whole header was handed to the connection; net/http's buffer may still hold it
	unsure bool        // the connection is not one of ours, or there was a second one
	late   func() error
}

// watch returns a context by which f learns how the request fares.
func (f *flight) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:      f.gotConn,
		WroteHeaders: func() { f.headed.Store(true) },
	})
}

func (f *flight) gotConn(info httptrace.GotConnInfo) {
	conn := counted(info.Conn)
	if conn == nil || f.conn != nil {
		f.unsure = true
		return
	}
	f.conn, f.before = conn, conn.writes.Load()
	conn.flight.Store(f)
}

// neverLeft reports whether the server can't have the request: it got no connection (refused, DNS, proxy, TLS,
// cancelled before), or one that died before a header was complete or before anything was written since.
// The header is looked at because closing a TLS connection writes too.
// To be asked when RoundTrip has failed; by then net/http has stopped writing.
func (f *flight) neverLeft() bool {
	return !f.unsure && (f.conn == nil || !f.headed.Load() || f.conn.writes.Load() == f.before)
}

// counted finds our connection under the TLS layers.
func counted(conn net.Conn) *countedConn {
	for {
		switch c := conn.(type) {
		case *countedConn:
			return c
		case interface{ NetConn() net.Conn }:
			conn = c.NetConn()
		default:
			return nil
		}
	}
}
