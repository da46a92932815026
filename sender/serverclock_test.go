package sender_test

import (
	"fmt"
	"testing"
	"time"

	"contactcast/sender"
	"contactcast/sender/ledger"
	"contactcast/sender/sandbox"
)

// lossy are lost answers of every kind, in two runs of 24 and 16 cards.
const lossy = "after:drop=#4+11+17+31+38,before:drop=#7+15+33,late(60s):504=#20+36"

// serverClock sets the server's clock now, and again after a while.
func (w *world) serverClock(ahead, step, after time.Duration, undated bool) {
	w.sandbox.SetClock(sandbox.Clock{Ahead: ahead, Undated: undated})
	time.AfterFunc(after, func() { w.sandbox.SetClock(sandbox.Clock{Ahead: ahead + step}) })
}

// settles runs the job to its end: in time, nobody twice, and whatever is not accepted is unknown.
func (w *world) settles(within time.Duration) (unknown int) {
	w.t.Helper()
	began := time.Now()
	if err := w.send(w.t.Context()); err != nil {
		w.t.Error(err)
	}
	if took := time.Since(began); took > within {
		w.t.Errorf("it took %s", took)
	}
	w.judge()
	c := w.counts()
	if c[ledger.Accepted]+c[ledger.Unknown] != 40 {
		w.t.Errorf("%v", c)
	}
	return c[ledger.Unknown]
}

// The server's clock is wrong, in one run, in both, is set between them or in the middle of either, or answers come
// without a Date at first: nobody gets a card twice, nothing waits for longer than its rules, and rows stay unknown only
// if a clock was set.
func TestTheServersClock(t *testing.T) {
	offs := []time.Duration{0, 12 * time.Minute, -12 * time.Minute, 3 * time.Hour, -3 * time.Hour}
	for _, first := range offs {
		for _, second := range offs[:1+len(offs)/2] {
			for _, step := range []time.Duration{0, 20 * time.Minute, -20 * time.Minute} {
				for _, undated := range []bool{false, true} {
					t.Run(fmt.Sprintf("%s, then %s, set by %s, undated at first %v", first, second, step, undated), func(t *testing.T) {
						t.Parallel()
						inWorld(t, sandbox.Options{Faults: faults(t, lossy), Delay: 500 * time.Millisecond}, 40, func(w *world) {
							w.machineClock(0, 0, 0)
							w.serverClock(first, step, 4*time.Second, undated)
							w.stopped(w.send(w.t.Context(), func(r *sender.Run) { r.Limit = 24 }), "limit")
							time.Sleep(time.Second)
							w.machineClock(0, 0, 0)
							w.serverClock(second, step, 7*time.Second, undated)
							if n := w.settles(15 * time.Minute); n > 0 && step == 0 && first == second && !undated {
								t.Errorf("%d rows are unknown, and nobody set a clock", n)
							}
						})
					})
				}
			}
		}
	}
}

// A server of several machines whose clocks differ, so that every answer sets it again: rows stay unknown, and the run ends.
func TestTheServersClocksDiffer(t *testing.T) {
	inWorld(t, sandbox.Options{Faults: faults(t, lossy), Delay: 500 * time.Millisecond}, 40, func(w *world) {
		over := make(chan struct{})
		go func() {
			for i := 0; ; i++ {
				select {
				case <-over:
					return
				case <-time.After(1700 * time.Millisecond):
					w.sandbox.SetClock(sandbox.Clock{Ahead: time.Duration(i%2) * 12 * time.Minute})
				}
			}
		}()
		defer close(over)
		w.settles(15 * time.Minute)
	})
}
