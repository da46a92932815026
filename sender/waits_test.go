package sender_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"contactcast/internal/words"
	"contactcast/sender"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/sandbox"
)

// spacing fails if a reading method was asked twice within a second, or more than one of ten was too much.
func spacing(t *testing.T, s *sandbox.Sandbox) {
	t.Helper()
	last := map[string][]time.Time{}
	for _, r := range s.Requests() {
		times := last[r.Method]
		served := 1
		if r.Method == "getMessage" {
			served = 10
		}
		if n := len(times); n >= served && r.At.Sub(times[n-served]) <= time.Second {
			t.Errorf("%s was asked %d times within %s", r.Method, served+1, r.At.Sub(times[n-served]))
		}
		if r.OverLimit {
			t.Errorf("%s was asked too often", r.Method)
		}
		last[r.Method] = append(times, r.At)
	}
}

// commands makes the client anew as each command of the program does.
func (w *world) command(readings string) {
	w.t.Helper()
	var err error
	w.client, err = greenapi.New(greenapi.Credentials{APIURL: "http://localhost", IDInstance: "1101000001", Token: "sandbox-token"},
		greenapi.Options{Transport: w.sandbox, Readings: readings})
	if err != nil {
		w.t.Fatal(err)
	}
}

// Preflight, the look for unrecorded cards, the watch, doubts and tracking ask the same methods: over whole runs, and
// over commands one behind the other, two requests for one are never less than a second apart.
func TestReadingMethodsAreSpaced(t *testing.T) {
	for _, latency := range []time.Duration{0, 300 * time.Millisecond} {
		t.Run(latency.String(), func(t *testing.T) {
			lossy := faults(t, "before:502=3%,after:502=3%,after:drop=2%,lastOutgoingMessages:before:429=every4,getStateInstance:before:429=every7")
			inWorld(t, sandbox.Options{Faults: lossy, Latency: latency, Delay: 500 * time.Millisecond}, 120, func(w *world) {
				readings := filepath.Join(t.TempDir(), "readings")
				for range 2 {
					w.command(readings)
					if _, err := w.unrecorded(); err != nil {
						t.Fatal(err)
					}
					if err := w.send(w.t.Context()); err != nil {
						t.Log(err)
					}
					w.command(readings)
					if err := w.track(w.t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				w.judge()
				for _, method := range []string{"getStateInstance", "getSettings", "getMessagesCount", "showMessagesQueue", "lastOutgoingMessages"} {
					if w.sandbox.Calls(method) < 2 {
						t.Errorf("%s was asked %d times: nothing was tried", method, w.sandbox.Calls(method))
					}
				}
				spacing(t, w.sandbox)
			})
		})
	}
}

// A small list asks each reading method once before its first card, and waits for nothing.
func TestASmallListWaitsForNoReading(t *testing.T) {
	inWorld(t, sandbox.Options{Delay: -1}, 5, func(w *world) {
		began := time.Now()
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > 0 {
			t.Errorf("it took %s", took)
		}
	})
}

// A 429 now and then costs its second: an acceptance forgets it.
func TestSingle429sCostASecondEach(t *testing.T) {
	single := faults(t, "before:429=#50+110+170+230+290+350+410+470")
	inWorld(t, sandbox.Options{Faults: single, Delay: -1, Limits: -1}, 535, func(w *world) {
		began := time.Now()
		if err := w.send(w.t.Context(), atMax); err != nil {
			t.Fatal(err)
		}
		w.want(ledger.Counts{ledger.Accepted: 535})
		if took := time.Since(began); took > 25*time.Second {
			t.Errorf("it took %s", took)
		} else {
			t.Log(took)
		}
	})
}

// A queue that stands still stops the run in the end, whether posting waits for it or not.
func TestAQueueThatStandsStill(t *testing.T) {
	for rows, moving := range map[int]int{150: 50, 600: 50, 500: 0} { // posting slowly; held by the full queue; from the first card
		t.Run(fmt.Sprint(rows), func(t *testing.T) {
			stuck := []sandbox.StateChange{{State: sandbox.StateStuck, Accepted: moving}}
			inWorld(t, sandbox.Options{Schedule: stuck, Delay: time.Second}, rows, func(w *world) {
				began := time.Now()
				settings := func(r *sender.Run) {
					if rows == 150 {
						r.Rate.Every = 20 * time.Second
					}
				}
				stop := w.stopped(w.send(w.t.Context(), settings), "queue")
				if took := time.Since(began); took < 15*time.Minute || took > time.Hour {
					t.Errorf("it took %s", took)
				}
				if !strings.Contains(words.English().Sentence(stop.Reason), "has not moved for 15 minutes") {
					t.Error(stop.Reason)
				}
				w.judge()
				state(sandbox.StateAuthorized)(w.sandbox)
				if err := w.send(w.t.Context()); err != nil {
					t.Fatal(err)
				}
				w.want(ledger.Counts{ledger.Accepted: rows})
			})
		})
	}
}

// Others may fill the queue as fast as it drains: its length stands, its messages do not.
func TestAQueueThatOthersFillMoves(t *testing.T) {
	inWorld(t, sandbox.Options{Delay: 6 * time.Second}, 20, func(w *world) {
		if _, err := w.sandbox.Inject(640, sandbox.Injection{}); err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			for range 600 {
				time.Sleep(6 * time.Second)
				_, _ = w.sandbox.Inject(1, sandbox.Injection{})
			}
		}()
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		<-done
		w.want(ledger.Counts{ledger.Accepted: 20})
	})
}

// An answer that asks for more than ten minutes ends the run, with the time.
func TestAnAnswerThatAsksForADay(t *testing.T) {
	for _, fault := range []string{
		"before:429(86400s)=#5", "before:503(86400s)=#5",
		"getStateInstance:before:429(86400s)=#1", "getSettings:before:429(86400s)", "getMessagesCount:before:429(86400s)",
		"getStateInstance:before:429(86400s)=#2", "getStateInstance:before:503(86400s)=#1", "getMessagesCount:before:429(86400s)=#2",
	} {
		t.Run(fault, func(t *testing.T) {
			inWorld(t, sandbox.Options{Faults: faults(t, fault), Delay: time.Second}, 100, func(w *world) {
				began := time.Now()
				stop := w.stopped(w.send(w.t.Context()), "retry-after")
				if took := time.Since(began); took > 2*time.Minute {
					t.Errorf("it took %s", took)
				}
				if left := time.Until(stop.Until); left < 23*time.Hour || left > 24*time.Hour {
					t.Errorf("it can go on in %s", left)
				}
				w.judge()
			})
		})
	}
}

// Whatever goes wrong for ever, before the first card or after: the run ends by itself, and says what it waited for.
func TestEveryWaitEnds(t *testing.T) {
	tests := []struct {
		name, fault, code string
		state             string
	}{
		{"429 on everything sent", "before:429=#5-9999", "busy", ""},
		{"a wait asked for again and again", "before:429(590s)=#5-9999", "busy", ""},
		{"429 on the state, from the start", "getStateInstance:before:429", "busy", ""},
		{"429 on the state", "getStateInstance:before:429=#2-9999", "busy", ""},
		{"no state", "getStateInstance:before:500=#2-9999", "network", ""},
		{"an instance that starts for ever", "", "instance-state", sandbox.StateStarting},
		{"refused as starting, although authorized", "before:400(instance is starting or not authorized)=#5-9999", "instance-state", ""},
		{"no count of the queue", "getMessagesCount:before:500,showMessagesQueue:before:500", "queue", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, sandbox.Options{Faults: faults(t, tt.fault), State: tt.state, Delay: 10 * time.Second}, 1000, func(w *world) {
				began := time.Now()
				w.stopped(w.send(w.t.Context()), tt.code)
				if took := time.Since(began); took > time.Hour {
					t.Errorf("it took %s", took)
				}
				w.judge()
				spacing(t, w.sandbox)
			})
		})
	}
}

// readsState makes one reading of the state say something else.
func readsState(number int, state string) sandbox.Fault {
	return sandbox.Fault{Method: "getStateInstance", Status: 200, Body: `{"stateInstance":"` + state + `"}`,
		Numbers: []sandbox.Range{{From: number, To: number}}}
}

// One wrong reading of a restriction stops nothing, but nothing is posted until it was read again.
func TestOneWrongReadingOfTheStateStopsNothing(t *testing.T) {
	for _, number := range []int{1, 3} {
		for _, state := range []string{"yellowCard", "suspended", "blocked", "notAuthorized", "somethingNew"} {
			t.Run(fmt.Sprint(state, number), func(t *testing.T) {
				o := sandbox.Options{Delay: time.Second, Faults: []sandbox.Fault{readsState(number, state)}}
				inWorld(t, o, 60, func(w *world) {
					if err := w.send(w.t.Context()); err != nil {
						t.Fatal(err)
					}
					w.want(ledger.Counts{ledger.Accepted: 60})
					var read []time.Time
					for _, r := range w.sandbox.Requests() {
						if r.Method == "getStateInstance" {
							read = append(read, r.At)
						}
					}
					from, to := read[number-1], read[number]
					if slices.ContainsFunc(w.sandbox.Record(), func(a sandbox.Acceptance) bool {
						return a.RequestedAt.After(from) && a.RequestedAt.Before(to)
					}) {
						t.Error("it was posted before the state was read again")
					}
				})
			})
		}
	}
}

// What a run waits for, and until when, is read from outside.
func TestTheLedgerKnowsWhatIsWaitedFor(t *testing.T) {
	tests := []struct {
		name, fault, state, code string
		until                    time.Duration // from the beginning of the wait
	}{
		{"queue", "", sandbox.StateStuck, "queue", 16 * time.Minute},
		{"starting", "", sandbox.StateStarting, "starting", 10 * time.Minute},
		{"429", "before:429(300s)=#401", "", "busy", 5 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := sandbox.Options{Faults: faults(t, tt.fault), Delay: 500 * time.Millisecond}
			if tt.state != "" {
				o.Schedule = []sandbox.StateChange{{State: tt.state, Accepted: 50}, {State: sandbox.StateAuthorized, Accepted: 50, After: 8 * time.Minute}}
			}
			inWorld(t, o, 600, func(w *world) {
				seen := map[string]ledger.Wait{}
				done := make(chan struct{})
				go func() {
					defer close(done)
					if err := w.send(w.t.Context()); err != nil {
						t.Error(err)
					}
				}()
				for running := true; running; {
					select {
					case <-done:
						running = false
					case <-time.After(10 * time.Second):
						wait, err := w.ledger.Wait(w.t.Context(), w.job.ID)
						if err != nil {
							t.Fatal(err)
						}
						if _, known := seen[wait.Code()]; !known {
							seen[wait.Code()] = wait
						}
					}
				}
				if got := seen[tt.code]; got.Reason.Code == "" || got.Since.IsZero() || got.Until.Sub(got.Since) > tt.until || got.Until.Before(got.Since) {
					t.Errorf("it waits for %+v; all that was seen: %v", got, seen)
				}
				if left, err := w.ledger.Wait(w.t.Context(), w.job.ID); err != nil || left.Code() != "" {
					t.Errorf("after its end it waits for %+v, %v", left, err)
				}
				synctest.Wait()
			})
		})
	}
}
