package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// signalContext is cancelled by the first signal, which lets requests in flight finish;
// the second leaves at once. The ledger tells the truth either way.
func signalContext(parent context.Context, out io.Writer) (context.Context, func()) {
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
			cancel(fmt.Errorf("%s", signalName(s)))
			fmt.Fprintln(out, "\nstopping; requests in flight are finished first. A second Ctrl-C leaves at once")
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
			fmt.Fprintln(out, "\nleaving now; rows in flight are checked by the next run")
			os.Exit(exitStopped)
		case <-done:
		}
	}()
	return ctx, func() { signal.Stop(signals); close(done); cancel(nil) }
}

func signalName(s os.Signal) string {
	switch s {
	case os.Interrupt:
		return "Ctrl-C"
	case syscall.SIGTERM:
		return "SIGTERM"
	case syscall.SIGHUP:
		return "SIGHUP (the terminal was closed)"
	}
	return s.String()
}
