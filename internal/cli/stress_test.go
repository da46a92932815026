//go:build unix

package cli

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"contactcast/sender/ledger"
	"contactcast/sender/sandbox"
)

// at calls do once, at the nth sendContact request from now, before the account has it.
func (s *site) at(n int, do func()) {
	var seen atomic.Int64
	s.on(func(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
		if seen.Add(1) == int64(n) {
			do()
		}
		answer(w, r)
	})
}

// goesOn runs the command to its good end, and lets the judge look at everything.
func (s *site) goesOn(rows int, args ...string) {
	s.t.Helper()
	s.on(nil)
	code, said := s.run(args)
	if wrong := s.judge(rows, "list"); code != exitDone || len(wrong) > 0 {
		s.t.Errorf("the same command: %s\n%s", said, strings.Join(wrong, "\n"))
	}
}

// The first signal stops the run, but finishes what is on its way: nothing is left in doubt.
func TestTheFirstSignal(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			const rows = 60
			s := newSite(t, sandbox.Options{Delay: -1, Latency: 100 * time.Millisecond}, rows)
			args := quickly("list", "--rate", "200/s")
			p := s.start(args)
			s.at(12, func() { p.signal(signal) })
			<-p.over
			if c := s.counts("list"); p.code() != exitStopped || c[ledger.Unknown] > 0 || c[ledger.Pending] == 0 {
				t.Errorf("%v\n%s", c, p.said())
			}
			s.goesOn(rows, args...)
		})
	}
}

// The second signal leaves at once, whatever is on its way; the ledger knows that it is in doubt.
func TestTheSecondSignal(t *testing.T) {
	t.Parallel()
	const rows, inFlight = 40, 4
	s := newSite(t, sandbox.Options{Delay: -1, JournalLag: journalLag}, rows)
	args := quickly("list", "--rate", "200/s", "--in-flight", "4")
	p := s.start(args)
	var seen atomic.Int64
	parked := make(chan struct{}, inFlight)
	s.on(func(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
		n := seen.Add(1)
		if n <= 10 {
			answer(w, r)
			return
		}
		if n%2 == 0 { // every second one is accepted, and never answered
			answer(httptest.NewRecorder(), r)
		}
		parked <- struct{}{}
		<-p.over
		panic(http.ErrAbortHandler)
	})
	for range inFlight {
		<-parked
	}
	p.signal(os.Interrupt)
	time.Sleep(700 * time.Millisecond) // what comes within half a second is taken for one and the same
	p.signal(os.Interrupt)
	<-p.over
	if c := s.counts("list"); p.code() != exitStopped || c[ledger.Unknown] != inFlight {
		t.Errorf("%v; want %d unknown\n%s", c, inFlight, p.said())
	}
	s.goesOn(rows, args...)
}

// Nobody reads what the program says any more, at a closed terminal or behind `| head`: it goes on all the same.
func TestNobodyListens(t *testing.T) {
	t.Parallel()
	const rows = 60
	s := newSite(t, sandbox.Options{Delay: -1, Latency: 20 * time.Millisecond}, rows)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p := s.prepare(quickly("list", "--rate", "200/s"))
	p.Stdout, p.Stderr = w, w
	s.at(10, func() { _ = r.Close() })
	s.begin(p)
	_ = w.Close()
	<-p.over
	if wrong := s.judge(rows, "list"); p.code() != exitDone || len(wrong) > 0 {
		t.Errorf("%v\n%s", p.ProcessState, strings.Join(wrong, "\n"))
	}
}

// A second run at the same time is told so, and sends nothing; the first does not notice.
func TestTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	const rows = 40
	s := newSite(t, sandbox.Options{Delay: -1}, rows)
	args := quickly("list", "--rate", "200/s")
	reached, goOn := make(chan struct{}), make(chan struct{})
	s.at(10, func() { close(reached); <-goOn })
	p := s.start(args)
	<-reached
	before := s.Calls("getStateInstance")
	code, said := s.run(args)
	if code != exitLocked || s.Calls("getStateInstance") != before {
		t.Errorf("the second run asked the account, or did not say that it is held: %s", said)
	}
	close(goOn)
	<-p.over
	if wrong := s.judge(rows, "list"); p.code() != exitDone || len(wrong) > 0 {
		t.Errorf("the first: %s\n%s", p.said(), strings.Join(wrong, "\n"))
	}
}

// An account that logs out in the middle, and comes back: at most what was on its way is in doubt meanwhile.
func TestTheAccountLogsOut(t *testing.T) {
	t.Parallel()
	const rows = 60
	s := newSite(t, sandbox.Options{Delay: -1}, rows)
	args := quickly("list", "--rate", "200/s")
	s.at(20, func() {
		if err := s.SetState(sandbox.StateChange{State: sandbox.StateNotAuthorized}); err != nil {
			t.Error(err)
		}
	})
	code, said := s.run(args)
	if c := s.counts("list"); code != exitStopped || c[ledger.Unknown] > 0 || c[ledger.Rejected] > 0 {
		t.Errorf("%v\n%s", c, said)
	}
	if err := s.SetState(sandbox.StateChange{State: sandbox.StateAuthorized}); err != nil {
		t.Fatal(err)
	}
	s.goesOn(rows, args...)
}
