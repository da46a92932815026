// Package pgtest starts a private PostgreSQL server for tests, from the programs that the system has, and stands
// between it and its clients as a bad network does. Nothing of it is in the program.
package pgtest

import (
	"errors"
	"testing"
)

// ErrNone says that this system has no PostgreSQL server, or none that can be started here.
var ErrNone = errors.New("no PostgreSQL server is installed")

// Start starts a server that ends with the test. Where there is none, the test is skipped.
func Start(t testing.TB) *Server {
	t.Helper()
	s, err := New()
	if errors.Is(err, ErrNone) {
		t.Skip("SKIPPED: " + err.Error() + ": install it to have this tested (Debian: apt-get install postgresql)")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.Log())
		}
		s.Close()
	})
	return s
}
