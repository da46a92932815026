// Package ui is the operator's page: what the command line does, in a browser on this machine.
//
// It serves one person on a loopback address. A screen is a file with its handlers, a template
// and its words in internal/words; what a screen does is a verb of internal/job. Every form
// works without a script; with one, the answer takes the page's place without a reload.
//
// Trials are under /try and go to the simulated account; nothing else differs, so that no
// view can be one of them without saying so.
package ui

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// Options say what is served, and how it is shown. The zero value serves the default state
// folder on any free port and shows nothing.
type Options struct {
	// State is the folder of the ledgers and accounts; "" is the default one.
	State string
	// Port is the port on 127.0.0.1; 0 is any free one.
	Port int
	// File is a list to begin with, or "".
	File string
	// Version is the program's.
	Version string
	// Show is given the address to open, whose token works once. It says whether this start
	// serves the page, or another one did already.
	Show func(address string, serving bool)
	// Hooks are for tests.
	Hooks job.Hooks
}

// Serve serves the page until ctx is done, and what it sends then has come to rest. Where a
// page of this state folder is served already, that one is shown instead.
func Serve(ctx context.Context, o Options) error {
	dir, err := job.Folder(o.State)
	if err != nil {
		return err
	}
	hold, err := holdPage(dir)
	if err != nil {
		return err
	}
	if hold == nil {
		return showRunning(ctx, dir, o)
	}
	defer hold.release()
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", fmt.Sprint(o.Port)))
	if err != nil {
		return &Error{words.New("page/no-port", "cause", err), err}
	}
	s, err := newServer(o, dir, listener.Addr().String())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := hold.announce(s.origin, s.sessions.key); err != nil {
		return errors.Join(err, listener.Close())
	}
	first, err := s.first(o.File)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if o.Show != nil {
		o.Show(s.origin+s.sessions.launch(first), true)
	}
	return s.serve(ctx, listener)
}

// serve serves until ctx is done. Requests get the time to end; streams, which never end, do not.
func (s *server) serve(ctx context.Context, listener net.Listener) error {
	h := &http.Server{Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	served := make(chan error, 1)
	go func() { served <- h.Serve(listener) }()
	var err error
	select {
	case err = <-served:
	case <-ctx.Done():
	}
	s.stop()
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if h.Shutdown(ending) != nil {
		_ = h.Close() // a stream, which has been told
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}
