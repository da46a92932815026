package sender_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"contactcast/sender"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/sandbox"
)

// machineClock makes the client anew, on a machine whose clock is off by so much, and is set by another so much after a
// while.
func (w *world) machineClock(off, step time.Duration, after time.Duration) {
	w.t.Helper()
	began := time.Now()
	var err error
	w.client, err = greenapi.New(greenapi.Credentials{APIURL: "http://localhost", IDInstance: "1101000001", Token: "sandbox-token"},
		greenapi.Options{Transport: w.sandbox, Wall: func() time.Time {
			now := time.Now().Add(off)
			if time.Since(began) > after {
				now = now.Add(step)
			}
			return now
		}})
	if err != nil {
		w.t.Fatal(err)
	}
}

// A clock is wrong in one run, in the next, in both, or is set in the middle of either: every lost answer is settled as it
// should be, nobody gets a card twice, and nothing waits for longer than its rules.
func TestWrongClocks(t *testing.T) {
	offs := []time.Duration{0, 12 * time.Minute, -12 * time.Minute, 3 * time.Hour, -3 * time.Hour}
	for _, first := range offs {
		for _, second := range offs {
			for _, step := range []time.Duration{0, 20 * time.Minute, -20 * time.Minute} {
				t.Run(fmt.Sprintf("%s, then %s, set by %s", first, second, step), func(t *testing.T) {
					t.Parallel()
					lossy := faults(t, "after:drop=#4+11+17+31+38,before:drop=#7+15+33,late(60s):504=#20+36")
					inWorld(t, sandbox.Options{Faults: lossy, Delay: 500 * time.Millisecond}, 40, func(w *world) {
						w.machineClock(first, step, 4*time.Second)
						w.stopped(w.send(w.t.Context(), func(r *sender.Run) { r.Limit = 24 }), "limit")
						time.Sleep(time.Second)
						w.machineClock(second, step, 7*time.Second)
						began := time.Now()
						if err := w.send(w.t.Context()); err != nil {
							t.Error(err)
						}
						if took := time.Since(began); took > 15*time.Minute {
							t.Errorf("it took %s", took)
						}
						w.judge()
						w.want(ledger.Counts{ledger.Accepted: 40})
					})
				})
			}
		}
	}
}

// What an outage hides from the looks at the last rows does not leave them unknown for good: the run stops, and the next
// one looks as long as it takes.
func TestAnOutageOverTheLastRows(t *testing.T) {
	inWorld(t, sandbox.Options{Faults: faults(t, "after:drop=#9,before:drop=#10")}, 10, func(w *world) {
		cut := "after:drop=#9,before:drop=#10,showMessagesQueue:before:502=#2-999,lastOutgoingMessages:before:502=#1-999"
		if err := w.sandbox.SetFaults(faults(t, cut)); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		w.stopped(w.send(w.t.Context()), "evidence")
		if took := time.Since(began); took > 30*time.Minute {
			t.Errorf("it took %s", took)
		}
		w.want(ledger.Counts{ledger.Accepted: 8, ledger.Unknown: 2})
		if err := w.sandbox.SetFaults(nil); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		w.judge()
		w.want(ledger.Counts{ledger.Accepted: 10})
	})
}

// What cannot be read before the first card sends nothing, and says what it was.
func TestTheLookFails(t *testing.T) {
	for _, method := range []string{"showMessagesQueue", "lastOutgoingMessages"} {
		for _, how := range []string{"500", "502", "drop", "hang", "empty", "malformed", "466", "200(<html><title>Sign in</title></html>)"} {
			t.Run(method+" "+how, func(t *testing.T) {
				inWorld(t, sandbox.Options{Faults: faults(t, method+":before:"+how)}, 5, func(w *world) {
					began := time.Now()
					_, err := w.unrecorded()
					var look *sender.ReadError
					if !errors.As(err, &look) || look.Method != method || look.Quota != (how == "466") {
						t.Errorf("it ended with %v", err)
					}
					if took := time.Since(began); took > 6*time.Minute {
						t.Errorf("it took %s", took)
					}
				})
			})
		}
	}
}

// A journal that is no JSON beyond 500 entries is read for as many minutes as it can be read for: what it shows then is
// known, and where that is next to nothing, nothing is sent.
func TestTheJournalIsBroken(t *testing.T) {
	tests := map[string]struct {
		entries int
		delay   time.Duration
		found   int
		fails   bool
	}{
		"a day of messages": {entries: 3000, delay: 10 * time.Second, found: 5},
		"all at once":       {entries: 3000, delay: -1, fails: true},
		"few":               {entries: 400, delay: time.Second, found: 5},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			inWorld(t, sandbox.Options{Delay: tt.delay, Quirks: sandbox.Quirks{JournalBroken: true}}, 5, func(w *world) {
				if _, err := w.sandbox.Inject(tt.entries, sandbox.Injection{}); err != nil {
					t.Fatal(err)
				}
				for i := range 5 {
					if _, err := w.sandbox.Inject(1, sandbox.Injection{ChatID: fmt.Sprintf("7900%07d@c.us", i),
						Contact: sandbox.Contact{PhoneContact: 79010000000, FirstName: "Anna", Company: "Romashka"}}); err != nil {
						t.Fatal(err)
					}
				}
				time.Sleep(time.Duration(tt.entries+10)*max(tt.delay, 0) + 5*time.Minute)
				began := time.Now()
				found, err := w.unrecorded()
				var look *sender.ReadError
				if errors.As(err, &look) != tt.fails || found.Count() != tt.found {
					t.Errorf("%d found, %v", found.Count(), err)
				}
				if took := time.Since(began); took > time.Minute {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

// An account that keeps no journal is sent from, and the run can say what that means.
func TestTheJournalIsOff(t *testing.T) {
	inWorld(t, sandbox.Options{Quirks: sandbox.Quirks{JournalOff: true}, Faults: faults(t, "lastOutgoingMessages:before:466")}, 5, func(w *world) {
		if found, err := w.unrecorded(); err != nil || !found.NoJournal || found.Count() > 0 {
			t.Errorf("%+v, %v", found, err)
		}
	})
}
