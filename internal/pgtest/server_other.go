//go:build !unix

package pgtest

import "fmt"

// Server is never started on this system.
type Server struct{}

// A Mode is how a server is stopped.
type Mode int

// The modes, as pg_ctl calls them.
const (
	Fast Mode = iota
	Immediate
)

// New returns ErrNone.
func New() (*Server, error) { return nil, fmt.Errorf("%w for tests on this system", ErrNone) }

// Start does nothing.
func (s *Server) Start() error { return ErrNone }

// Stop does nothing.
func (s *Server) Stop(Mode) {}

// Close does nothing.
func (s *Server) Close() {}

// Addr returns nothing.
func (s *Server) Addr() string { return "" }

// Database returns ErrNone.
func (s *Server) Database() (string, error) { return "", ErrNone }

// URL returns nothing.
func (s *Server) URL(string) string { return "" }

// SQL returns ErrNone.
func (s *Server) SQL(string, ...string) (string, error) { return "", ErrNone }

// Log returns nothing.
func (s *Server) Log() string { return "" }
