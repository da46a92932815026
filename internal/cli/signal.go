package cli

import (
	"contactcast/internal/words"
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// signalContext is cancelled by the first signal, which lets requests in flight finish;
// the second leaves at once. The ledger is true either way.
func (a *app) signalContext(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) { // as nohup does
			signal.Notify(signals, s)
		}
	}
	// A reader that closes our output early must not kill a run with requests in flight.
	signal.Ignore(syscall.SIGPIPE)
	done := make(chan struct{})
	go func() {
		select {
		case s := <-signals:
			cancel(&signalError{s})
			fmt.Fprintln(a.err, "\n"+a.text("signal/finish"))
		case <-done:
			return
		}
		// One stop may come as several signals: timeout(1) sends its own twice, systemd adds SIGHUP.
		for settled := time.After(500 * time.Millisecond); settled != nil; {
			select {
			case <-signals:
			case <-settled:
				settled = nil
			case <-done:
				return
			}
		}
		select {
		case <-signals:
			fmt.Fprintln(a.err, "\n"+a.text("signal/leave"))
			os.Exit(exitStopped)
		case <-done:
		}
	}()
	return ctx, func() { signal.Stop(signals); close(done); cancel(nil) }
}

// signalError is a signal that ends a run.
type signalError struct{ os.Signal }

// Error names the signal.
func (e *signalError) Error() string {
	switch e.Signal {
	case os.Interrupt:
		return "Ctrl-C"
	case syscall.SIGTERM:
		return "SIGTERM"
	case syscall.SIGHUP:
		return "SIGHUP"
	}
	return e.String()
}

// Fact names it for people.
func (e *signalError) Fact() words.Fact {
	if e.Signal == syscall.SIGHUP {
		return words.New("signal/hang-up")
	}
	return words.AsTold(e.Error())
}
