package sandbox

import (
	"errors"
	"net"
	"net/http"
	"time"
)

// Server is a sandbox that is served on an address of this machine.
type Server struct {
	*Sandbox
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
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	served := &Server{s, listener, &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}, make(chan error, 1)}
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

// Close ends serving, and closes the sandbox.
func (s *Server) Close() error {
	if err := s.server.Close(); err != nil {
		return err
	}
	return errors.Join(s.Wait(), s.Sandbox.Close())
}
