package pgtest

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// Proxy stands between clients and a server: it keeps them apart, and cuts their connections.
type Proxy struct {
	to    string
	apart time.Duration // a round trip
	l     net.Listener

	mu      sync.Mutex
	open    map[*link]bool
	refuses bool
	cut     *cut
}

// cut says when a connection is to be cut: see CutAt.
type cut struct {
	text   []byte
	passes bool
	done   chan struct{}
}

// link is one client's connection.
type link struct {
	client, server net.Conn
	mute           chan struct{} // closed: nothing of the server's is passed on any more
}

// NewProxy listens on loopback for clients of the server at that address, a round trip away from it, until the test ends.
func NewProxy(t testing.TB, to string, apart time.Duration) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{to: to, apart: apart, l: l, open: map[*link]bool{}}
	var running sync.WaitGroup
	running.Go(p.accept)
	t.Cleanup(func() {
		_ = l.Close() // ends accept
		running.Wait()
		p.Cut()
	})
	return p
}

// URL is the address of a database, which is the server's, by way of the proxy.
func (p *Proxy) URL(database string) string {
	u, err := url.Parse(database)
	if err != nil {
		return err.Error()
	}
	u.Host = p.l.Addr().String()
	return u.String()
}

// Cut cuts all connections at once.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.open {
		l.close()
	}
}

// Refuse has new clients turned away, or let in again.
func (p *Proxy) Refuse(refuses bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuses = refuses
}

// CutAt cuts the next connection on which a client says text: before the server hears of it, or, if it passes, when the
// server has had its answer on the way, which is lost. The channel is closed when that has been done.
func (p *Proxy) CutAt(text string, passes bool) <-chan struct{} {
	c := &cut{[]byte(text), passes, make(chan struct{})}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = c
	return c.done
}

// due returns the cut that is to be made at what a client says, once.
func (p *Proxy) due(said []byte) *cut {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.cut
	if c == nil || !bytes.Contains(said, c.text) {
		return nil
	}
	p.cut = nil
	return c
}

func (p *Proxy) accept() {
	for {
		client, err := p.l.Accept()
		if err != nil {
			return
		}
		go p.serve(client)
	}
}

func (p *Proxy) serve(client net.Conn) {
	defer client.Close()
	p.mu.Lock()
	refuses := p.refuses
	p.mu.Unlock()
	if refuses {
		return
	}
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	l := &link{client, server, make(chan struct{})}
	defer l.close()
	p.mu.Lock()
	p.open[l] = true
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.open, l)
		p.mu.Unlock()
	}()
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		l.carry(server, client, p.apart/2, nil)
		l.close()
	}()
	l.carry(client, server, p.apart/2, p.due)
	l.close()
	<-answered
}

func (l *link) close() {
	_ = l.client.Close() // whoever reads from it gets an error
	_ = l.server.Close()
}

// carry passes on what one side says, later by so much, until it has nothing more to say.
func (l *link) carry(from, to net.Conn, later time.Duration, due func([]byte) *cut) {
	type parcel struct {
		data []byte
		at   time.Time
	}
	parcels := make(chan parcel, 1024)
	go func() {
		defer close(parcels)
		for {
			data := make([]byte, 32<<10)
			n, err := from.Read(data)
			if n > 0 {
				parcels <- parcel{data[:n], time.Now().Add(later)}
			}
			if err != nil {
				return
			}
		}
	}()
	for p := range parcels {
		time.Sleep(time.Until(p.at))
		if due != nil {
			if c := due(p.data); c != nil {
				l.cut(c, to, p.data)
			}
		} else if l.muted() {
			continue
		}
		if _, err := to.Write(p.data); err != nil {
			l.close() // and so from.Read ends
		}
	}
}

func (l *link) muted() bool {
	select {
	case <-l.mute:
		return true
	default:
		return false
	}
}

// cut cuts the connection at what the client says.
func (l *link) cut(c *cut, server net.Conn, said []byte) {
	defer close(c.done)
	if c.passes {
		close(l.mute)
		_, _ = server.Write(said)          // it fails if the server is gone, and then it does not matter
		time.Sleep(300 * time.Millisecond) // until the server has done it
	}
	l.close()
}
