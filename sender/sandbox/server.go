package sandbox

import (
	"errors"
	"net"
	"net/http"
	"time"
)

// Server is a sandbox that is served on an address of this machine; of several, it is the first.
type Server struct {
	*Sandbox
	accounts *Accounts
	listener net.Listener
	server   *http.Server
	ended    chan error
}

// Serve opens a sandbox and serves it on an address such as 127.0.0.1:8080; port 0 takes a free one.
func Serve(address string, o Options) (*Server, error) {
	s, err := Open(o)
	if err != nil {
		return nil, err
	}
	return serve(address, &Accounts{all: []*Sandbox{s}}, s)
}

// ServeAccounts opens several accounts, as OpenAccounts does, and serves them on one address.
func ServeAccounts(address string, options ...Options) (*Server, error) {
	a, err := OpenAccounts(options...)
	if err != nil {
		return nil, err
	}
	return serve(address, a, a)
}

func serve(address string, a *Accounts, h http.Handler) (*Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	served := &Server{a.all[0], a, listener, &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}, make(chan error, 1)}
	go func() { served.ended <- served.server.Serve(listener) }()
	return served, nil
}

// URL is the address at which it is served.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Wait waits until serving ends, and returns why unless Close ended it.
func (s *Server) Wait() error {
	err := <-s.ended
	s.ended <- err
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// Accounts are those that are served.
func (s *Server) Accounts() *Accounts { return s.accounts }

// Close ends serving, and closes what was served.
func (s *Server) Close() error {
	if err := s.server.Close(); err != nil {
		return err
	}
	return errors.Join(s.Wait(), s.accounts.Close())
}
