package sender_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contactcast/sender"
	"contactcast/sender/ledger"
	"contactcast/sender/sandbox"
)

func (w *world) sendAll(settings ...func(*sender.Run)) {
	w.t.Helper()
	if err := w.send(w.t.Context(), append(settings, atMax)...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) track(ctx context.Context) error {
	t := sender.Tracking{Ledger: w.ledger, Account: w.account(), Client: w.client, Job: w.job}
	return t.Run(ctx)
}

func (w *world) deliveries(want map[string]int) {
	w.t.Helper()
	got, err := w.ledger.Deliveries(context.Background(), w.job.ID)
	if d := cmp.Diff(want, got); err != nil || d != "" {
		w.t.Errorf("deliveries (-want +got), %v\n%s", err, d)
	}
}

func stopCode(err error) string {
	var stop *sender.StopError
	if errors.As(err, &stop) {
		return stop.Code()
	}
	return fmt.Sprint(err)
}

// One request tells of a small job; a message that is read is never asked about again.
func TestTracksByTheJournal(t *testing.T) {
	o := sandbox.Options{Outcomes: map[string]string{"3": "noAccount", "4": "failed"}}
	inWorld(t, o, 20, func(w *world) {
		w.sendAll()
		time.Sleep(10 * time.Minute)
		if err := w.track(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		got, _ := w.ledger.Deliveries(w.t.Context(), w.job.ID)
		if got["noAccount"] != 2 || got["failed"] != 2 || got["read"]+got["delivered"] != 16 || got["read"] == 0 || got["delivered"] == 0 {
			t.Errorf("deliveries: %v", got)
		}
		if n := w.sandbox.Calls("getMessage"); n != 0 {
			t.Errorf("%d messages were asked about one by one; the journal had them all", n)
		}
	})
}

// A journal is cut off at 500 entries, other senders' among them, and some versions of the service wrote a broken one.
func TestTracksWhatTheJournalDoesNotShow(t *testing.T) {
	for name, c := range map[string]struct {
		sandbox.Quirks
		asked int
	}{
		"cut off":         {asked: 10},
		"whole":           {sandbox.Quirks{JournalWhole: true}, 0},
		"broken":          {sandbox.Quirks{JournalBroken: true}, 20},
		"hidden chat ids": {sandbox.Quirks{LidChats: true}, 10},
	} {
		t.Run(name, func(t *testing.T) {
			o := sandbox.Options{Quirks: c.Quirks, Delay: 10 * time.Millisecond, ReadAfter: 1000 * time.Hour}
			inWorld(t, o, 20, func(w *world) {
				w.sendAll()
				if _, err := w.sandbox.Inject(490, sandbox.Injection{}); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Hour)
				began := time.Now()
				if err := w.track(w.t.Context()); err != nil {
					t.Fatal(err)
				}
				asked, want := w.sandbox.Calls("getMessage"), c.asked
				w.deliveries(map[string]int{"delivered": 20})
				if asked != want {
					t.Errorf("%d were asked about one by one, want %d", asked, want)
				}
				if took := time.Since(began); took < time.Duration(asked/10)*time.Second {
					t.Errorf("%d requests in %s: more than ten a second", asked, took)
				}
			})
		})
	}
}

// What is not shown yet stays open; the next run goes on with it alone.
func TestTrackingGoesOn(t *testing.T) {
	inWorld(t, sandbox.Options{JournalLag: 2 * time.Minute, ReadAfter: 3 * time.Minute}, 10, func(w *world) {
		w.sendAll()
		if err := w.track(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		w.deliveries(map[string]int{"": 10})
		time.Sleep(150 * time.Second)
		if err := w.track(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		w.deliveries(map[string]int{"delivered": 10})
		asked, journals := w.sandbox.Calls("getMessage"), w.sandbox.Calls("lastOutgoingMessages")
		time.Sleep(time.Hour)
		if err := w.track(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, _ := w.ledger.Deliveries(w.t.Context(), w.job.ID); got["read"] == 0 {
			t.Errorf("deliveries: %v; some are read by now", got)
		}
		if w.sandbox.Calls("getMessage") != asked || w.sandbox.Calls("lastOutgoingMessages") != journals+1 {
			t.Error("delivered messages are worth one look at the journal, and no request each")
		}
	})
}

// noJournal leaves nothing but to ask about every message.
func noJournal(t *testing.T) sandbox.Options {
	return sandbox.Options{ReadAfter: 1000 * time.Hour, Faults: faults(t, "lastOutgoingMessages:before:malformed")}
}

// The Developer tariff has 1000 requests a month: what was learnt is kept, and the same command goes on.
func TestTrackingStopsAtTheQuota(t *testing.T) {
	o := noJournal(t)
	o.Quota.Calls = map[string]int{"getMessage": 25}
	inWorld(t, o, 60, func(w *world) {
		w.sendAll()
		time.Sleep(time.Hour)
		if code := stopCode(w.track(w.t.Context())); code != "quota" {
			t.Errorf("stopped for %s, want quota", code)
		}
		w.deliveries(map[string]int{"delivered": 25, "": 35})
		w.sandbox.SetQuota(sandbox.Quota{})
		if err := w.track(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		w.deliveries(map[string]int{"delivered": 60})
	})
}

func TestTrackingStops(t *testing.T) {
	for trouble, want := range map[string]string{
		"lastOutgoingMessages:before:401":                        "http-401",
		"getMessage:before:403":                                  "http-403",
		"getMessage:before:400(instance account not authorized)": "instance-state",
		"getMessage:before:drop":                                 "network",
		"*:before:502":                                           "network",
	} {
		t.Run(trouble, func(t *testing.T) {
			inWorld(t, sandbox.Options{}, 5, func(w *world) {
				w.sendAll()
				if err := w.sandbox.SetFaults(faults(t, trouble)); err != nil {
					t.Fatal(err)
				}
				if code := stopCode(w.track(w.t.Context())); code != want {
					t.Errorf("stopped for %s, want %s", code, want)
				}
			})
		})
	}
}

// Passing trouble is waited out.
func TestTrackingIsPatient(t *testing.T) {
	o := noJournal(t)
	inWorld(t, o, 60, func(w *world) {
		w.sendAll()
		time.Sleep(time.Hour)
		if err := w.sandbox.SetFaults(faults(t, "getMessage:before:429(3s)=every10,getMessage:before:502=10%,getMessage:after:drop=10%,lastOutgoingMessages:before:malformed")); err != nil {
			t.Fatal(err)
		}
		if err := w.track(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		w.deliveries(map[string]int{"delivered": 60})
	})
}

func TestTrackingIsInterrupted(t *testing.T) {
	o := noJournal(t)
	inWorld(t, o, 60, func(w *world) {
		w.sendAll()
		time.Sleep(time.Hour)
		ctx, cancel := context.WithTimeoutCause(w.t.Context(), 10*time.Second, errors.New("Ctrl-C"))
		defer cancel()
		if code := stopCode(w.track(ctx)); code != "interrupted" {
			t.Errorf("stopped for %s", code)
		}
		if got, _ := w.ledger.Deliveries(w.t.Context(), w.job.ID); got["delivered"] < 20 {
			t.Errorf("kept %v", got)
		}
	})
}

// The account was logged out in the middle of its queue: what waited more than a day is gone, and nothing says so.
func TestExpired(t *testing.T) {
	for name, after := range map[string]func(*world){
		"and stayed so": func(*world) {},
		"and sends again two days later": func(w *world) {
			w.state(sandbox.StateAuthorized)
			w.plan(people(120))
			w.sendAll()
		},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, sandbox.Options{Delay: time.Second, Quirks: sandbox.Quirks{QueueUnauthorized: true}}, 100, func(w *world) {
				w.sendAll(func(r *sender.Run) { r.InFlight = 1 }) // queued in the order in which they were posted
				w.state(sandbox.StateNotAuthorized)
				time.Sleep(20 * time.Hour)
				if err := w.track(w.t.Context()); err != nil {
					t.Fatal(err)
				}
				early, _ := w.ledger.Deliveries(w.t.Context(), w.job.ID)
				if early["expired"] > 0 || early[""] == 0 {
					t.Errorf("after 20 hours: %v", early)
				}
				time.Sleep(28 * time.Hour)
				after(w)
				time.Sleep(time.Hour)
				if err := w.track(w.t.Context()); err != nil {
					t.Fatal(err)
				}
				late, _ := w.ledger.Deliveries(w.t.Context(), w.job.ID)
				if late["expired"] != early[""] || late[""] > 0 {
					t.Errorf("after two days: %v, before: %v", late, early)
				}
			})
		})
	}
}

func (w *world) state(s string) {
	w.t.Helper()
	if err := w.sandbox.SetState(sandbox.StateChange{State: s}); err != nil {
		w.t.Fatal(err)
	}
}

// Sent again because it "expired", a message that did arrive would arrive twice: gaps in
// the journal, a journal that is off or forgets, and recipients without an account prove nothing.
func TestSilenceIsNoExpiry(t *testing.T) {
	for name, o := range map[string]sandbox.Options{
		"gaps":             {Quirks: sandbox.Quirks{JournalGaps: 0.3}},
		"no journal":       {Quirks: sandbox.Quirks{JournalOff: true}},
		"without accounts": {Outcomes: map[string]string{"3": "noAccount", "5": "noAccount"}, Faults: noJournal(t).Faults},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, o, 150, func(w *world) {
				w.sendAll()
				time.Sleep(48 * time.Hour)
				for range 2 {
					if err := w.track(w.t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				got, _ := w.ledger.Deliveries(w.t.Context(), w.job.ID)
				if got["expired"] > 1 { // of the very last message nothing can be told
					t.Errorf("%v", got)
				}
			})
		})
	}
}

// What is sent again after its failure gets its card twice at most by a person's word, and nobody else's id.
func TestSendsUndeliveredAgain(t *testing.T) {
	inWorld(t, sandbox.Options{Outcomes: map[string]string{"3": "failed"}}, 10, func(w *world) {
		w.sendAll()
		time.Sleep(time.Minute)
		if err := w.track(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		var failed []ledger.Case
		for c, err := range w.ledger.Cases(w.t.Context(), w.job.ID, ledger.KindUndelivered) {
			if err != nil {
				t.Fatal(err)
			}
			failed = append(failed, c)
		}
		if len(failed) != 1 || failed[0].Delivery != "failed" {
			t.Fatalf("%+v", failed)
		}
		if err := w.ledger.Resend(failed); err != nil {
			t.Fatal(err)
		}
		// Its answer is lost: evidence must find the second message, not the first.
		if err := w.sandbox.SetFaults(faults(t, "after:drop=#11")); err != nil {
			t.Fatal(err)
		}
		w.sendAll()
		record := w.sandbox.Record()
		last := record[len(record)-1]
		if len(record) != 11 || last.ChatID != failed[0].ChatID {
			t.Fatalf("%d accepted, the last to %s", len(record), last.ChatID)
		}
		for line, err := range w.ledger.Lines(w.t.Context(), w.job) {
			if err != nil {
				t.Fatal(err)
			}
			if line.Message.ChatID == last.ChatID && line.IDMessage != last.IDMessage {
				t.Errorf("row %d is %s with id %s, want %s", line.Row, line.Status, line.IDMessage, last.IDMessage)
			}
		}
	})
}
