package sender_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"contactcast/internal/card"
	"contactcast/sender"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
	"contactcast/sender/sandbox"
)

// fleet is several accounts, the ledger of all of them, and what is sent between them, inside a bubble of time.
type fleet struct {
	t        *testing.T
	accounts *sandbox.Accounts
	clients  map[string]*greenapi.Client
	path     string
	ledger   *ledger.Run
	job      ledger.Job
}

// inFleet runs f in a bubble, with so many accounts and a list of that many rows planned as job "list".
func inFleet(t *testing.T, o sandbox.Options, accounts, rows int, f func(*fleet)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		fl := &fleet{t: t, clients: map[string]*greenapi.Client{}, path: filepath.Join(t.TempDir(), "ledger.db")}
		var all []sandbox.Options
		for i := range accounts {
			o.IDInstance, o.Token, o.Seed = id(i), "sandbox-token", max(o.Seed, 1)
			all = append(all, o)
		}
		var err error
		if fl.accounts, err = sandbox.OpenAccounts(all...); err != nil {
			t.Fatal(err)
		}
		defer fl.accounts.Close()
		for i := range accounts {
			c, err := greenapi.New(greenapi.Credentials{APIURL: "http://localhost", IDInstance: id(i), Token: o.Token}, greenapi.Options{Transport: fl.accounts})
			if err != nil {
				t.Fatal(err)
			}
			fl.clients[id(i)] = c
		}
		fl.hold(upTo(accounts)...)
		defer func() { _ = fl.ledger.Close() }()
		fl.plan("list", people(rows))
		f(fl)
		for i, s := range fl.accounts.All() {
			if calls := s.Forbidden(); len(calls) > 0 {
				t.Errorf("account %d: calls that belong to its owner: %v", i, calls)
			}
		}
	})
}

func id(account int) string { return fmt.Sprint(1101000001 + account) }

func upTo(n int) (all []int) {
	for i := range n {
		all = append(all, i)
	}
	return all
}

// hold has the run hold other accounts than before.
func (f *fleet) hold(accounts ...int) {
	f.t.Helper()
	if f.ledger != nil {
		if err := f.ledger.Close(); err != nil {
			f.t.Fatal(err)
		}
	}
	var keys []string
	for _, a := range accounts {
		keys = append(keys, id(a))
	}
	f.ledger = holdAccounts(f.t, f.path, keys...)
}

func (f *fleet) plan(job string, rows iter.Seq2[ledger.Row, error]) {
	f.t.Helper()
	var err error
	if f.job, err = f.ledger.Plan(context.Background(), ledger.Plan{Job: job, Already: ledger.SendAlready}, rows); err != nil {
		f.t.Fatal(err)
	}
}

// send runs the job over the accounts that are held, as changed by the given settings.
func (f *fleet) send(ctx context.Context, settings ...func(*sender.Run)) (*sender.Run, error) {
	f.t.Helper()
	r := &sender.Run{Ledger: f.ledger, Job: f.job, Rate: pace.Rate{Max: true}}
	for _, a := range f.ledger.Accounts() {
		client := f.clients[a.Key()]
		seen, err := sender.Preflight(ctx, client, func(ledger.Wait) {})
		if err != nil {
			f.t.Fatal(err)
		}
		r.Lanes = append(r.Lanes, &sender.Lane{Name: a.Key(), Account: a, Client: client, Seen: seen, Loopback: true})
	}
	for _, set := range settings {
		set(r)
	}
	return r, r.Send(ctx)
}

// judge compares the ledger with what all accounts accepted: no card twice, nothing lost, every id the right one, no
// chat written to by two accounts. It returns how many each accepted.
func (f *fleet) judge() (accepted []int) {
	f.t.Helper()
	ids, by := map[string]string{}, map[string]int{}
	for i, s := range f.accounts.All() {
		record := s.Record()
		accepted = append(accepted, len(record))
		for _, a := range record {
			key := fmt.Sprint(a.ChatID, a.Contact)
			if ids[key] != "" {
				f.t.Errorf("%s was sent twice", key)
			}
			if other, written := by[a.ChatID]; written && other != i {
				f.t.Errorf("%s was written to by accounts %d and %d", a.ChatID, other, i)
			}
			ids[key], by[a.ChatID] = a.IDMessage, i
		}
	}
	for line, err := range f.ledger.Lines(context.Background(), f.job) {
		if err != nil {
			f.t.Fatal(err)
		}
		id := ids[fmt.Sprint(line.Message.ChatID, sandbox.Contact(line.Message.Contact))]
		if line.Status == ledger.Accepted && id != line.IDMessage || line.Status == ledger.Pending && id != "" {
			f.t.Errorf("row %d is %s as %q, the accounts say %q", line.Row, line.Status, line.IDMessage, id)
		}
	}
	return accepted
}

func (f *fleet) counts() ledger.Counts {
	c, err := f.ledger.Counts(context.Background(), f.job.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	return c
}

// twoEach are rows to half as many chats, the second card to each behind all first ones.
func twoEach(n int) iter.Seq2[ledger.Row, error] {
	return func(yield func(ledger.Row, error) bool) {
		for i := range n {
			row := ledger.Row{Number: i + 2, Source: []string{}, Message: card.Card{ChatID: fmt.Sprintf("7900%07d@c.us", i%(n/2)),
				Contact: card.Contact{PhoneContact: 79010000000, FirstName: fmt.Sprint("Anna ", i)}}}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func TestSeveralAccountsShareAList(t *testing.T) {
	inFleet(t, sandbox.Options{Delay: 200 * time.Millisecond}, 3, 0, func(f *fleet) {
		f.plan("list", twoEach(600))
		began := time.Now()
		r, err := f.send(f.t.Context(), func(r *sender.Run) { r.Rate = pace.Rate{} })
		if err != nil {
			t.Fatal(err)
		}
		if took, want := time.Since(began), 600/3*200*time.Millisecond; took > want*11/10 {
			t.Errorf("it took %s, want about %s", took, want)
		}
		for i, n := range f.judge() {
			if n < 180 || n > 220 {
				t.Errorf("account %d sent %d, want about a third", i, n)
			}
			if r.Lanes[i].Sent.Accepted != n || r.Lanes[i].Stop != nil {
				t.Errorf("lane %d says %+v, %v; the account %d", i, r.Lanes[i].Sent, r.Lanes[i].Stop, n)
			}
		}
		if c := f.counts(); c[ledger.Accepted] != 600 {
			t.Errorf("%v; want all accepted", c)
		}
	})
}

// Faults on all accounts: what is in doubt on one is settled there, while others go on.
func TestSeveralAccountsWithFaults(t *testing.T) {
	every := faults(t, "before:502=2%,after:502=2%,before:drop=2%,after:drop=2%,after:hang=1%,late(90s):504=1%,after:empty=1%,before:429(2s)=1%")
	inFleet(t, sandbox.Options{Faults: every, Delay: 500 * time.Millisecond, JournalLag: time.Minute}, 4, 0, func(f *fleet) {
		f.plan("list", twoEach(800))
		if _, err := f.send(f.t.Context(), func(r *sender.Run) { r.Rate = pace.Rate{} }); err != nil {
			t.Error(err)
		}
		f.judge()
		if c := f.counts(); c[ledger.Accepted] != 800 {
			t.Errorf("%v; want all accepted", c)
		}
	})
}

// A chat stays with the account that wrote to it before, in another job, too; with others in the run it goes to whom it comes.
func TestChatsStayWithTheirAccounts(t *testing.T) {
	inFleet(t, sandbox.Options{Delay: -1}, 3, 300, func(f *fleet) {
		if _, err := f.send(f.t.Context()); err != nil {
			t.Fatal(err)
		}
		before := map[string]int{}
		for i, s := range f.accounts.All() {
			for _, a := range s.Record() {
				before[a.ChatID] = i
			}
		}
		f.hold(0, 2)
		f.plan("next", func(yield func(ledger.Row, error) bool) {
			for row, err := range people(320) {
				row.Message.Contact.FirstName = "Boris"
				if !yield(row, err) {
					return
				}
			}
		})
		elsewhere, err := f.ledger.KnownElsewhere(f.t.Context(), f.job.ID)
		if _, serr := f.send(f.t.Context()); serr != nil || err != nil {
			t.Fatal(serr, err)
		}
		strangers := 0
		for i, s := range f.accounts.All() {
			for _, a := range s.Record() {
				if was, known := before[a.ChatID]; a.Contact.FirstName == "Boris" && known && was != 1 && was != i {
					t.Errorf("%s knows account %d, and was written to by %d", a.ChatID, was, i)
				} else if a.Contact.FirstName == "Boris" && known && was == 1 {
					strangers++
				}
			}
		}
		if elsewhere != strangers || strangers == 0 {
			t.Errorf("%d chats know another account, the ledger says %d", strangers, elsewhere)
		}
	})
}

// An account with trouble of its own ends alone, and the run with its reason.
func TestOneAccountsTrouble(t *testing.T) {
	tests := map[string]struct {
		trouble func(*sandbox.Sandbox) error
		code    string
	}{
		"its quota": {func(s *sandbox.Sandbox) error {
			s.SetQuota(sandbox.Quota{Calls: map[string]int{"sendContact": 20}})
			return nil
		}, "quota"},
		"its token": {func(s *sandbox.Sandbox) error { return s.SetFaults(faults(t, "sendContact:before:401=#21+100000")) }, "http-401"},
		"logged out": {func(s *sandbox.Sandbox) error {
			return s.SetState(sandbox.StateChange{State: sandbox.StateNotAuthorized, Accepted: 20})
		}, "instance-state"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			inFleet(t, sandbox.Options{Delay: 100 * time.Millisecond}, 3, 0, func(f *fleet) {
				f.plan("list", twoEach(600))
				if err := tt.trouble(f.accounts.All()[1]); err != nil {
					t.Fatal(err)
				}
				r, err := f.send(f.t.Context(), func(r *sender.Run) { r.Rate = pace.Rate{} })
				stop := stopOf(t, err, tt.code)
				if stop.Account != id(1) || r.Lanes[1].Stop != stop || r.Lanes[0].Stop != nil || r.Lanes[2].Stop != nil {
					t.Errorf("account %q stopped the run; the lanes: %v, %v, %v", stop.Account, r.Lanes[0].Stop, r.Lanes[1].Stop, r.Lanes[2].Stop)
				}
				accepted := f.judge()
				left := 0
				wrote := map[string]bool{}
				for _, a := range f.accounts.All()[1].Record() {
					wrote[a.ChatID] = true
				}
				for line, err := range f.ledger.Lines(f.t.Context(), f.job, ledger.Pending) {
					if err != nil {
						t.Fatal(err)
					}
					if left++; !wrote[line.Message.ChatID] {
						t.Errorf("row %d was left, to a chat that the account never wrote to", line.Row)
					}
				}
				if accepted[1] != 20 || left == 0 || left > 20 {
					t.Errorf("the accounts sent %v, and %d rows are left; want those of 20 chats", accepted, left)
				}
			})
		})
	}
}

// A restriction of one account ends the run: nobody is handed its list.
func TestARestrictionEndsTheRun(t *testing.T) {
	for _, state := range []string{sandbox.StateYellowCard, sandbox.StateSuspended, sandbox.StateBlocked} {
		t.Run(state, func(t *testing.T) {
			inFleet(t, sandbox.Options{Delay: 100 * time.Millisecond}, 3, 3000, func(f *fleet) {
				if err := f.accounts.All()[2].SetState(sandbox.StateChange{State: state, Accepted: 50}); err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				r, err := f.send(f.t.Context(), func(r *sender.Run) { r.Rate = pace.Rate{} })
				stop := stopOf(t, err, "instance-state")
				if took := time.Since(began); took > 30*time.Second {
					t.Errorf("it went on for %s", took)
				}
				if stop.Account != id(2) || r.Lanes[2].Stop == nil || r.Lanes[2].Stop.AcceptedInVain.IsZero() {
					t.Errorf("%v of %q; the lane says %v", stop, stop.Account, r.Lanes[2].Stop)
				}
				f.judge()
				if c := f.counts(); c[ledger.Pending] < 2000 {
					t.Errorf("%v; want most pending", c)
				}
			})
		})
	}
}

// Limits are each account's own, and a run is paused only if rows are left.
func TestLimitsAreEachAccountsOwn(t *testing.T) {
	daily := func(r *sender.Run) { r.Limits.Daily = 10 }
	inFleet(t, sandbox.Options{Delay: -1}, 3, 50, func(f *fleet) {
		r, err := f.send(f.t.Context(), daily)
		stop := stopOf(t, err, "daily-limit")
		if f.judge(); f.counts()[ledger.Accepted] != 30 || stop.Until.IsZero() {
			t.Errorf("%v, until %s", f.counts(), stop.Until)
		}
		for i, l := range r.Lanes {
			if l.Sent.Accepted != 10 || l.Stop == nil || !l.Stop.Paused() {
				t.Errorf("lane %d: %+v, %v", i, l.Sent, l.Stop)
			}
		}
		f.hold(2, 0) // their limits are used up; a third's is not
		_ = stopOf(t, second(f.send(f.t.Context(), daily)), "daily-limit")
		time.Sleep(24 * time.Hour)
		f.hold(0, 1, 2)
		if _, err := f.send(f.t.Context(), daily); err != nil {
			t.Error(err)
		}
		if f.judge(); f.counts()[ledger.Accepted] != 50 {
			t.Errorf("%v", f.counts())
		}
	})
}

// New chats are each account's own, too: what one may not send today, another does.
func TestNewChatsAreEachAccountsOwn(t *testing.T) {
	inFleet(t, sandbox.Options{Delay: -1}, 2, 50, func(f *fleet) {
		r, err := f.send(f.t.Context(), func(r *sender.Run) { r.Limits.NewChats = pace.NewChats{First: 10} })
		_ = stopOf(t, err, "new-chats")
		if got := f.judge(); !slices.Equal(got, []int{10, 10}) {
			t.Errorf("the accounts sent %v", got)
		}
		for i, l := range r.Lanes {
			if l.Stop == nil || l.Stop.Code() != "new-chats" {
				t.Errorf("lane %d: %v", i, l.Stop)
			}
		}
	})
}

func second(_ *sender.Run, err error) error { return err }

func stopOf(t *testing.T, err error, code string) *sender.StopError {
	t.Helper()
	var stop *sender.StopError
	if !errors.As(err, &stop) || stop.Code() != code {
		t.Fatalf("it ended with %v, want %s", err, code)
	}
	return stop
}

// --limit is the run's, over all accounts.
func TestTheLimitOfARunOverSeveral(t *testing.T) {
	inFleet(t, sandbox.Options{Delay: -1}, 4, 100, func(f *fleet) {
		stop := stopOf(t, second(f.send(f.t.Context(), func(r *sender.Run) { r.Limit = 33 })), "limit")
		if f.judge(); f.counts()[ledger.Accepted] != 33 || stop.Account != "" {
			t.Errorf("%v; the stop names %q", f.counts(), stop.Account)
		}
	})
}

// What is in doubt on an account that is not in the run waits for it, and is sent by no other.
func TestDoubtOfAnAbsentAccount(t *testing.T) {
	inFleet(t, sandbox.Options{Delay: -1}, 3, 30, func(f *fleet) {
		if err := f.accounts.All()[0].SetFaults(faults(t, "after:drop=#3,after:hang=#4")); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(f.t.Context())
		_, err := f.send(ctx, func(r *sender.Run) {
			r.Observe = func(p sender.Progress) {
				if p.Unknown >= 2 {
					cancel()
				}
			}
		})
		_ = stopOf(t, err, "interrupted")
		if f.counts()[ledger.Unknown] != 2 {
			t.Fatalf("%v; want two in doubt", f.counts())
		}
		f.hold(1, 2)
		if _, err := f.send(f.t.Context()); err != nil {
			t.Error(err)
		}
		if c := f.counts(); c[ledger.Unknown] != 2 || c[ledger.Accepted] != 28 {
			t.Errorf("%v; want two still in doubt", c)
		}
		f.hold(1, 0)
		if _, err := f.send(f.t.Context()); err != nil {
			t.Error(err)
		}
		if c := f.counts(); c[ledger.Accepted] != 30 {
			t.Errorf("%v; want all accepted", c)
		}
		f.judge()
	})
}

// A chat stays with its account, too, when the only row that is left for it was in doubt and proves not to have been sent.
func TestAChatWhoseDoubtIsSettledStaysWithItsAccount(t *testing.T) {
	inFleet(t, sandbox.Options{Delay: -1}, 3, 0, func(f *fleet) {
		f.plan("list", twoEach(20))
		if err := f.accounts.All()[0].SetFaults(faults(t, "before:drop=#11,before:drop=#13,before:drop=#15")); err != nil {
			t.Fatal(err)
		}
		f.hold(0)
		ctx, cancel := context.WithCancel(f.t.Context())
		_, err := f.send(ctx, func(r *sender.Run) {
			r.Observe = func(p sender.Progress) {
				if p.Unknown >= 3 {
					cancel()
				}
			}
		})
		_ = stopOf(t, err, "interrupted")
		if err := f.accounts.All()[0].SetFaults(nil); err != nil {
			t.Fatal(err)
		}
		f.hold(2, 1, 0)
		if _, err := f.send(f.t.Context(), func(r *sender.Run) { r.Rate = pace.Rate{Every: 5 * time.Second} }); err != nil {
			t.Error(err)
		}
		if got := f.judge(); got[0] != 20 || f.counts()[ledger.Accepted] != 20 {
			t.Errorf("the accounts sent %v", got)
		}
	})
}

// An account that has nothing left to do asks nothing while others go on.
func TestALaneThatRestsAsksNothing(t *testing.T) {
	inFleet(t, sandbox.Options{Delay: -1}, 2, 0, func(f *fleet) {
		f.hold(0)
		f.plan("before", people(200))
		if _, err := f.send(f.t.Context()); err != nil {
			t.Fatal(err)
		}
		f.hold(0, 1)
		f.plan("list", func(yield func(ledger.Row, error) bool) { // all of them know the first
			for row, err := range people(200) {
				row.Message.Contact.FirstName = "Boris"
				if !yield(row, err) {
					return
				}
			}
		})
		if _, err := f.send(f.t.Context(), func(r *sender.Run) { r.Rate = pace.Rate{Every: 10 * time.Second} }); err != nil {
			t.Fatal(err)
		}
		first, second := f.accounts.All()[0], f.accounts.All()[1]
		if n := second.Calls("getStateInstance"); n > 1 || first.Calls("getStateInstance") < 100 {
			t.Errorf("it asked for its state %d times, the other %d times", n, first.Calls("getStateInstance"))
		}
		if got := f.judge(); got[1] != 0 {
			t.Errorf("the accounts sent %v", got)
		}
	})
}

// Each account keeps the documented limit for itself: no request is refused, and none waits for another account.
func TestEachAccountKeepsItsCeiling(t *testing.T) {
	const lanes, seconds = 20, 5
	inFleet(t, sandbox.Options{Delay: -1, Latency: 30 * time.Millisecond}, lanes, lanes*49*seconds, func(f *fleet) {
		if _, err := f.send(f.t.Context(), func(r *sender.Run) {
			for _, l := range r.Lanes {
				l.Loopback = false
			}
		}); err != nil {
			t.Fatal(err)
		}
		for i, n := range f.judge() {
			record := f.accounts.All()[i].Record()
			if got := float64(n-1) / record[n-1].RequestedAt.Sub(record[0].RequestedAt).Seconds(); got < 48 || got > 50 {
				t.Errorf("account %d sent %.1f a second", i, got)
			}
			if calls := f.accounts.All()[i].Calls("sendContact"); calls != n {
				t.Errorf("account %d refused %d requests", i, calls-n)
			}
		}
	})
}

// Many lanes keep their pace as one does.
func TestManyLanesKeepTheirPace(t *testing.T) {
	const lanes, seconds = 200, 10
	inFleet(t, sandbox.Options{Delay: -1, Latency: 50 * time.Millisecond}, lanes, lanes*2*seconds, func(f *fleet) {
		if _, err := f.send(f.t.Context(), func(r *sender.Run) { r.Rate = pace.Rate{Every: time.Second / 2} }); err != nil {
			t.Fatal(err)
		}
		f.judge()
		for i, s := range f.accounts.All() {
			record := s.Record()
			n := len(record)
			if n < 2*seconds-1 || n > 2*seconds+1 {
				t.Errorf("account %d sent %d, want %d", i, n, 2*seconds)
				continue
			}
			if got := float64(n-1) / record[n-1].RequestedAt.Sub(record[0].RequestedAt).Seconds(); got < 1.98 || got > 2.02 {
				t.Errorf("account %d sent %.3f a second, want 2", i, got)
			}
		}
	})
}
