package sender_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"contactcast/internal/card"
	"contactcast/internal/words"
	"contactcast/sender"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
	"contactcast/sender/sandbox"
)

// stopped asserts why a run stopped.
func (w *world) stopped(err error, code string) sender.StopError {
	w.t.Helper()
	var stop *sender.StopError
	if !errors.As(err, &stop) || stop.Code() != code {
		w.t.Fatalf("the run ended with %v, want a stop %q", err, code)
	}
	return *stop
}

// onlyStatuses asserts the job's rows by status, and that nothing was lost or sent twice.
func (w *world) want(counts ledger.Counts) {
	w.t.Helper()
	w.judge()
	got := w.counts()
	for _, s := range ledger.Statuses() {
		if got[s] != counts[s] {
			w.t.Errorf("%d rows are %s, want %d; in doubt: %v", got[s], s, counts[s], w.why())
		}
	}
}

// Trouble that ends a run leaves the rest pending, and the same command goes on.
func TestStopsAndGoesOn(t *testing.T) {
	tests := []struct {
		name  string
		after int // acceptances before the trouble
		code  string
		cause func(*sandbox.Sandbox)
		cure  func(*sandbox.Sandbox)
	}{
		{"quota", 10, "quota", func(s *sandbox.Sandbox) { s.SetQuota(sandbox.Quota{Chats: 10}) }, func(s *sandbox.Sandbox) { s.SetQuota(sandbox.Quota{}) }},
		{"logged out", 10, "instance-state", state(sandbox.StateNotAuthorized), state(sandbox.StateAuthorized)},
		{"expired", 10, "instance-state", state(sandbox.StateExpired), state(sandbox.StateAuthorized)},
		{"deleted", 10, "instance-state", state(sandbox.StateDeleted), state(sandbox.StateAuthorized)},
		{"token withdrawn", 10, "http-401", set("before:401"), set("")},
		{"moved to another host", 10, "http-403", set("before:403"), set("")},
		{"redirected", 10, "redirect", set("before:308"), set("")},
		{"all rows refused alike", 10, "refused", set("before:400(bad request data)"), set("")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, sandbox.Options{}, 60, func(w *world) {
				var fired atomic.Bool
				err := w.send(w.t.Context(), func(r *sender.Run) {
					r.Observe = func(p sender.Progress) {
						if p.Accepted >= tt.after && !fired.Swap(true) {
							tt.cause(w.sandbox)
						}
					}
				})
				w.stopped(err, tt.code)
				done := w.counts()[ledger.Accepted]
				w.want(ledger.Counts{ledger.Accepted: done, ledger.Pending: 60 - done})
				tt.cure(w.sandbox)
				if err := w.send(w.t.Context()); err != nil {
					t.Fatal(err)
				}
				w.want(ledger.Counts{ledger.Accepted: 60})
			})
		})
	}
}

func state(name string) func(*sandbox.Sandbox) {
	return func(s *sandbox.Sandbox) { _ = s.SetState(sandbox.StateChange{State: name}) }
}

func set(faults string) func(*sandbox.Sandbox) {
	return func(s *sandbox.Sandbox) {
		f, err := sandbox.ParseFaults(faults)
		if err == nil {
			err = s.SetFaults(f)
		}
		if err != nil {
			panic(err)
		}
	}
}

// Under a yellow card the API goes on accepting: only the state tells. Not one request
// goes out after it was read, and the rows that may be lost are told.
func TestYellowCard(t *testing.T) {
	change := []sandbox.StateChange{{State: sandbox.StateYellowCard, After: 20 * time.Second}}
	inWorld(t, sandbox.Options{Delay: 500 * time.Millisecond, Schedule: change}, 200, func(w *world) {
		started := time.Now()
		stop := w.stopped(w.send(w.t.Context()), "instance-state")
		if took := time.Since(started); took > 20*time.Second+16*time.Second {
			t.Errorf("the yellow card was seen after %s", took)
		}
		done := w.counts()[ledger.Accepted]
		w.want(ledger.Counts{ledger.Accepted: done, ledger.Pending: 200 - done})
		if stop.AcceptedInVain.IsZero() || stop.AcceptedInVain.After(started.Add(20*time.Second)) {
			t.Errorf("rows accepted since %s are told as in danger", stop.AcceptedInVain.Sub(started))
		}
	})
}

func TestWaitsForAnInstanceThatStarts(t *testing.T) {
	changes := []sandbox.StateChange{{State: sandbox.StateStarting, After: 2 * time.Second}, {State: sandbox.StateAuthorized, After: 60 * time.Second}}
	inWorld(t, sandbox.Options{Schedule: changes}, 50, func(w *world) {
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		w.want(ledger.Counts{ledger.Accepted: 50})
	})
}

// A gateway that answers 502 to everything, after the fact or not, must not grow a heap of doubt.
func TestAGatewayThatLies(t *testing.T) {
	for _, when := range []string{"before", "after"} {
		t.Run(when, func(t *testing.T) {
			inWorld(t, sandbox.Options{Faults: faults(t, when+":502")}, 500, func(w *world) {
				w.stopped(w.send(w.t.Context()), "no-answers")
				w.judge()
				if n := w.counts()[ledger.Unknown]; n > 25 {
					t.Errorf("%d rows are in doubt", n)
				}
				if err := w.sandbox.SetFaults(nil); err != nil {
					t.Fatal(err)
				}
				if err := w.send(w.t.Context()); err != nil {
					t.Fatal(err)
				}
				w.want(ledger.Counts{ledger.Accepted: 500})
			})
		})
	}
}

// away is a network that is away for a time, and lets nothing out.
type away struct {
	http.RoundTripper
	from, to time.Time
}

func (a *away) RoundTrip(r *http.Request) (*http.Response, error) {
	if now := time.Now(); now.After(a.from) && now.Before(a.to) {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, &greenapi.NotSentError{Method: "test", Err: errors.New("no route to host")}
	}
	return a.RoundTripper.RoundTrip(r)
}

func (w *world) networkAway(from, to time.Duration) {
	w.t.Helper()
	var err error
	w.client, err = greenapi.New(greenapi.Credentials{APIURL: "http://localhost", IDInstance: "1101000001", Token: "sandbox-token"},
		greenapi.Options{Transport: &away{w.sandbox, time.Now().Add(from), time.Now().Add(to)}})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestANetworkThatGoesAway(t *testing.T) {
	t.Run("for nine minutes", func(t *testing.T) {
		inWorld(t, sandbox.Options{}, 100, func(w *world) {
			w.networkAway(3*time.Second, 9*time.Minute)
			if err := w.send(w.t.Context()); err != nil {
				t.Fatal(err)
			}
			w.want(ledger.Counts{ledger.Accepted: 100})
		})
	})
	t.Run("for good", func(t *testing.T) {
		inWorld(t, sandbox.Options{}, 100, func(w *world) {
			w.networkAway(3*time.Second, time.Hour)
			started := time.Now()
			w.stopped(w.send(w.t.Context()), "network")
			if took := time.Since(started); took < 10*time.Minute || took > 11*time.Minute {
				t.Errorf("it gave up after %s", took)
			}
			done := w.counts()[ledger.Accepted]
			w.want(ledger.Counts{ledger.Accepted: done, ledger.Pending: 100 - done})
		})
	})
	t.Run("from the start", func(t *testing.T) {
		inWorld(t, sandbox.Options{}, 10, func(w *world) {
			w.networkAway(0, time.Hour)
			time.Sleep(time.Nanosecond)
			started := time.Now()
			w.stopped(w.send(w.t.Context()), "network")
			if took := time.Since(started); took > 90*time.Second {
				t.Errorf("it gave up after %s", took)
			}
		})
	})
}

// An interrupt finishes what is on the wire: nothing is left in doubt by it.
func TestInterrupt(t *testing.T) {
	inWorld(t, sandbox.Options{Latency: 10 * time.Second, Delay: -1}, 100, func(w *world) {
		ctx, cancel := context.WithCancelCause(w.t.Context())
		time.AfterFunc(35*time.Second, func() { cancel(errors.New("Ctrl-C")) })
		stop := w.stopped(w.send(ctx), "interrupted")
		if !strings.Contains(words.English().Sentence(stop.Reason), "Ctrl-C") {
			t.Errorf("it says %q", stop.Reason)
		}
		w.want(ledger.Counts{ledger.Accepted: 8, ledger.Pending: 92})
	})
}

func TestTheCeilingOfRealHosts(t *testing.T) {
	inWorld(t, sandbox.Options{Latency: 200 * time.Millisecond, Delay: -1, Limits: 1}, 1500, func(w *world) {
		err := w.send(w.t.Context(), atMax, func(r *sender.Run) { r.Lanes[0].Loopback, r.InFlight = false, 32 })
		if err != nil {
			t.Fatal(err)
		}
		record := w.sandbox.Record()
		rate := 1499 / record[1499].AcceptedAt.Sub(record[0].AcceptedAt).Seconds()
		if rate < 48 || w.sandbox.Calls("sendContact") != 1500 {
			t.Errorf("%.2f a second, %d requests for 1500 rows", rate, w.sandbox.Calls("sendContact"))
		}
		w.want(ledger.Counts{ledger.Accepted: 1500})
	})
}

func TestKeepsTheAccountsOwnDelay(t *testing.T) {
	inWorld(t, sandbox.Options{Delay: 500 * time.Millisecond}, 601, func(w *world) {
		started := time.Now()
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(started); took < 297*time.Second || took > 303*time.Second {
			t.Errorf("600 intervals of 500ms took %s", took)
		}
	})
}

func TestWaitsOut429(t *testing.T) {
	inWorld(t, sandbox.Options{Faults: faults(t, "before:429=every3,before:429(5s)=every7")}, 60, func(w *world) {
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		w.want(ledger.Counts{ledger.Accepted: 60})
	})
}

// A queue that someone else fills is not filled further: never more than 400 messages wait
// because of us.
func TestAQueueSomeoneElseFills(t *testing.T) {
	inWorld(t, sandbox.Options{Delay: 500 * time.Millisecond}, 300, func(w *world) {
		if _, err := w.sandbox.Inject(1000, sandbox.Injection{}); err != nil {
			t.Fatal(err)
		}
		started := time.Now()
		if err := w.send(w.t.Context(), atMax); err != nil {
			t.Fatal(err)
		}
		w.want(ledger.Counts{ledger.Accepted: 300})
		first := w.sandbox.Record()[1000].AcceptedAt
		if waited := first.Sub(started); waited < 250*time.Second {
			t.Errorf("the first of ours joined a queue of 1000 after %s", waited)
		}
	})
}

// Outside the hours a queue that is full is not waited for: cron gets its answer at once.
func TestAFullQueueOutsideTheHours(t *testing.T) {
	inWorld(t, sandbox.Options{Delay: 500 * time.Millisecond}, 10, func(w *world) {
		if _, err := w.sandbox.Inject(5000, sandbox.Injection{}); err != nil {
			t.Fatal(err)
		}
		var hours pace.Hours
		if err := hours.UnmarshalText([]byte(time.Now().Add(3*time.Hour).Format("15:04") + "-" + time.Now().Add(4*time.Hour).Format("15:04"))); err != nil {
			t.Fatal(err)
		}
		started := time.Now()
		stop := w.stopped(w.send(w.t.Context(), func(r *sender.Run) { r.Limits.Hours = hours }), "window")
		if took := time.Since(started); took > time.Minute || !stop.Paused() {
			t.Errorf("it said so after %s", took)
		}
		if w.sandbox.Calls("sendContact") != 0 {
			t.Error("something was sent")
		}
	})
}

// So it is with a limit that an earlier run used up.
func TestAFullQueueAfterTheDaysLimit(t *testing.T) {
	inWorld(t, sandbox.Options{Delay: 5 * time.Second}, 50, func(w *world) {
		limit := func(r *sender.Run) { r.Limits = pace.Limits{Daily: 10} }
		w.stopped(w.send(w.t.Context(), limit), "daily-limit")
		if _, err := w.sandbox.Inject(5000, sandbox.Injection{}); err != nil {
			t.Fatal(err)
		}
		started := time.Now()
		w.stopped(w.send(w.t.Context(), limit), "daily-limit")
		if took := time.Since(started); took > time.Minute {
			t.Errorf("it said so after %s", took)
		}
	})
}

// Nor is the rate: a limit that forbids the next message is told, not waited for.
func TestALimitBeforeASlowRate(t *testing.T) {
	inWorld(t, sandbox.Options{}, 10, func(w *world) {
		started := time.Now()
		w.stopped(w.send(w.t.Context(), func(r *sender.Run) { r.Limit, r.Rate = 1, pace.Rate{Every: time.Hour} }), "limit")
		if took := time.Since(started); took > time.Minute {
			t.Errorf("it said so after %s", took)
		}
	})
}

// A doubt of yesterday that proves not sent today leaves no more room for today.
func TestDailyLimitWithYesterdaysDoubt(t *testing.T) {
	o := sandbox.Options{Delay: time.Second, Faults: faults(t, "before:502=#3,before:502=#5")}
	inWorld(t, o, 200, func(w *world) {
		midnight := pace.Tomorrow(time.Now())
		time.Sleep(time.Until(midnight) - 2*time.Minute)
		const limit = 40
		w.stopped(w.send(w.t.Context(), func(r *sender.Run) {
			r.Limits, r.Rate = pace.Limits{Daily: limit}, pace.Rate{Every: 20 * time.Second}
		}), "daily-limit")
		n := 0
		for _, a := range w.sandbox.Record() {
			if !a.AcceptedAt.Before(midnight) {
				n++
			}
		}
		if n != limit {
			t.Errorf("%d cards on the second day, want %d", n, limit)
		}
	})
}

// New chats are counted once each, whatever becomes of their first card, and of the second that goes beside it.
func TestNewChatsAreCountedOnce(t *testing.T) {
	pairs := func(yield func(ledger.Row, error) bool) {
		for i := range 60 {
			m := card.Card{ChatID: fmt.Sprintf("7900%07d@c.us", i/2),
				Contact: card.Contact{PhoneContact: 79010000000 + int64(i), FirstName: "Anna"}}
			if !yield(ledger.Row{Number: i + 2, Source: []string{}, Message: m}, nil) {
				return
			}
		}
	}
	for _, width := range []int{1, 8} {
		for _, when := range []string{"", "before:400(bad request data)=every3", "before:429(1s)=every2", "before:400(bad request data)=every2"} {
			t.Run(fmt.Sprint(width, when), func(t *testing.T) {
				inWorld(t, sandbox.Options{Delay: -1, Latency: time.Second, Faults: faults(t, when)}, 0, func(w *world) {
					w.plan(pairs)
					const limit = 10
					w.stopped(w.send(w.t.Context(), func(r *sender.Run) { r.InFlight, r.Limits = width, pace.Limits{NewChats: pace.NewChats{First: limit}} }), "new-chats")
					chats := map[string]bool{}
					for _, a := range w.sandbox.Record() {
						chats[a.ChatID] = true
					}
					if len(chats) != limit {
						t.Errorf("%d new chats, want %d", len(chats), limit)
					}
				})
			})
		}
	}
}

func TestDailyLimit(t *testing.T) {
	inWorld(t, sandbox.Options{}, 25, func(w *world) {
		limit := func(r *sender.Run) { r.Limits = pace.Limits{Daily: 10} }
		for day, want := range []int{10, 20} {
			stop := w.stopped(w.send(w.t.Context(), limit), "daily-limit")
			if got := w.counts()[ledger.Accepted]; got != want || !stop.Paused() {
				t.Errorf("day %d: %d accepted, want %d", day+1, got, want)
			}
			w.stopped(w.send(w.t.Context(), limit), "daily-limit") // a restart gets no fresh limit
			time.Sleep(time.Until(stop.Until))
		}
		if err := w.send(w.t.Context(), limit); err != nil {
			t.Fatal(err)
		}
		w.want(ledger.Counts{ledger.Accepted: 25})
	})
}

func TestNewChatsPerDay(t *testing.T) {
	inWorld(t, sandbox.Options{}, 10, func(w *world) {
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(24 * time.Hour)
		if _, err := w.ledger.Plan(w.t.Context(), ledger.Plan{Job: "more", Already: ledger.SendAlready}, people(30)); err != nil {
			t.Fatal(err)
		}
		var err error
		if w.job, err = w.ledger.Job(w.t.Context(), "more"); err != nil {
			t.Fatal(err)
		}
		w.stopped(w.send(w.t.Context(), func(r *sender.Run) { r.Limits = pace.Limits{NewChats: pace.NewChats{First: 5}} }), "new-chats")
		if c := w.counts(); c[ledger.Accepted] != 15 { // ten that it knows, five that it does not
			t.Errorf("%v", c)
		}
	})
}

// A new number is warmed up: so many new chats on its first day, more each day after, also over days without a run.
func TestWarmUp(t *testing.T) {
	inWorld(t, sandbox.Options{}, 40, func(w *world) {
		warm := func(r *sender.Run) { r.Limits = pace.Limits{NewChats: pace.NewChats{First: 5, More: 3}} }
		for _, day := range []struct{ after, accepted int }{{0, 5}, {1, 5 + 8}, {2, 5 + 8 + 14}} {
			time.Sleep(time.Duration(day.after) * 24 * time.Hour)
			for range 2 { // a restart gets no fresh limit
				w.stopped(w.send(w.t.Context(), warm), "new-chats")
			}
			if got := w.counts()[ledger.Accepted]; got != day.accepted {
				t.Errorf("%d accepted, want %d", got, day.accepted)
			}
		}
		if a, err := w.account().Seen(w.t.Context()); err != nil || a.NewChatsPerDay != 14 {
			t.Errorf("status knows of %d new chats a day, %v", a.NewChatsPerDay, err)
		}
	})
}

// Two cards with one number to one chat: the second waits until the first is settled.
func TestAlikeWaitForEachOther(t *testing.T) {
	inWorld(t, sandbox.Options{Faults: faults(t, "after:drop=#1")}, 0, func(w *world) {
		w.plan(alike("Anna", "Anna Smirnova", "Boss"))
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		ids := map[string]string{}
		for _, a := range w.sandbox.Record() {
			ids[a.Contact.FirstName] = a.IDMessage
		}
		for line, err := range w.ledger.Lines(w.t.Context(), w.job) {
			if err != nil {
				t.Fatal(err)
			}
			if line.Status != ledger.Accepted || line.IDMessage != ids[line.Message.Contact.FirstName] {
				t.Errorf("row %d is %s with %q, the account says %v", line.Row, line.Status, line.IDMessage, ids)
			}
		}
	})
}

func TestRateOfARestart(t *testing.T) {
	inWorld(t, sandbox.Options{Delay: -1}, 4, func(w *world) {
		slow := func(r *sender.Run) { r.Rate, r.Limit = pace.Rate{Every: time.Minute}, 1 }
		started := time.Now()
		for range 3 {
			w.stopped(w.send(w.t.Context(), slow), "limit")
		}
		if took := time.Since(started); took < 2*time.Minute {
			t.Errorf("three runs at one a minute sent three messages in %s", took)
		}
	})
}

// Somebody who opted out while the row was in doubt is not written to when the evidence
// shows that the card was never sent.
func TestAnOptOutHoldsForRowsInDoubt(t *testing.T) {
	inWorld(t, sandbox.Options{Faults: faults(t, "before:502=#3")}, 6, func(w *world) {
		ctx, cancel := context.WithCancel(w.t.Context())
		time.AfterFunc(2*time.Second, cancel)
		w.stopped(w.send(ctx), "interrupted")
		in := "79000000002@c.us"
		if w.counts()[ledger.Unknown] != 1 {
			t.Fatal(w.counts())
		}
		if err := w.ledger.Exclude(w.job.ID, []ledger.Exclusion{{ChatID: in, List: "/optout.csv"}}); err != nil {
			t.Fatal(err)
		}
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		w.want(ledger.Counts{ledger.Accepted: 5, ledger.Skipped: 1})
		for _, a := range w.sandbox.Record() {
			if a.ChatID == in {
				t.Errorf("%s was written to", in)
			}
		}
	})
}

// A lost ledger: what the account shows is adopted, and not sent again.
func TestUnrecorded(t *testing.T) {
	inWorld(t, sandbox.Options{}, 0, func(w *world) {
		w.plan(alike("Anna", "Anna"))
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Minute)
		_ = w.ledger.Close()
		lost := holdAccounts(t, w.t.TempDir()+"/other.db", "1101000001")
		w.ledger = lost
		w.plan(alike("Anna", "Boss"))
		found, err := w.unrecorded()
		if err != nil || found.Count() != 1 {
			t.Fatalf("%d unrecorded, %v; want 1", found.Count(), err)
		}
		if err := found.Adopt(lost); err != nil {
			t.Fatal(err)
		}
		before := len(w.sandbox.Record())
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		if sent := len(w.sandbox.Record()) - before; sent != 1 {
			t.Errorf("%d cards were sent, want only the one that the account never had", sent)
		}
	})
}

// What may be either of two cards, which only their quotes tell apart, is left to a person.
func TestUnrecordedThatAreAmbiguous(t *testing.T) {
	inWorld(t, sandbox.Options{}, 0, func(w *world) {
		twice := func(yield func(ledger.Row, error) bool) {
			for row, err := range alike("Anna", "Anna") {
				if row.Number == 3 {
					row.Message.QuotedMessageID = "3EB0C767D097B7C7C030"
				}
				if !yield(row, err) {
					return
				}
			}
		}
		w.plan(twice)
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * time.Minute)
		_ = w.ledger.Close()
		lost := holdAccounts(t, w.t.TempDir()+"/other.db", "1101000001")
		w.ledger = lost
		w.plan(twice)
		found, err := w.unrecorded()
		if err != nil || found.Count() != 2 {
			t.Fatalf("%d unrecorded, %v; want 2", found.Count(), err)
		}
		if err := found.Adopt(lost); err != nil {
			t.Fatal(err)
		}
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		if c := w.counts(); c[ledger.Unknown] != 2 || len(w.sandbox.Record()) != 2 {
			t.Errorf("%v, and %d cards were sent in all; want 2 rows unknown and nothing more sent", c, len(w.sandbox.Record()))
		}
	})
}

func TestTellsWhenARestrictionEnds(t *testing.T) {
	until := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	inWorld(t, sandbox.Options{State: sandbox.StateSuspended, SuspendedUntil: until}, 3, func(w *world) {
		stop := w.stopped(w.send(w.t.Context()), "instance-state")
		if !strings.Contains(words.English().Sentence(stop.Reason), "suspended") || !strings.Contains(words.English().Sentence(stop.Reason), "2026-12-01") {
			t.Errorf("it says %q", stop.Reason)
		}
		w.want(ledger.Counts{ledger.Pending: 3})
	})
}
