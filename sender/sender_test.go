package sender_test

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"contactcast/internal/card"
	"contactcast/internal/words"
	"contactcast/sender"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
	"contactcast/sender/sandbox"
)

// world is an account, its ledger, and what is sent between them, inside a bubble of time.
type world struct {
	t       *testing.T
	sandbox *sandbox.Sandbox
	client  *greenapi.Client
	ledger  *ledger.Run
	job     ledger.Job
}

// inWorld runs f in a bubble, with a list of that many rows planned as job "list".
func inWorld(t *testing.T, o sandbox.Options, rows int, f func(*world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o.IDInstance, o.Token, o.Seed = "1101000001", "sandbox-token", max(o.Seed, 1)
		s, err := sandbox.Open(o)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		client, err := greenapi.New(greenapi.Credentials{APIURL: "http://localhost", IDInstance: o.IDInstance, Token: o.Token},
			greenapi.Options{Transport: s})
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, sandbox: s, client: client, ledger: holdAccounts(t, filepath.Join(t.TempDir(), "ledger.db"), o.IDInstance)}
		defer func() { _ = w.ledger.Close() }()
		w.plan(people(rows))
		f(w)
		if calls := s.Forbidden(); len(calls) > 0 {
			t.Errorf("calls that belong to the account's owner: %v", calls)
		}
	})
}

// holdAccounts opens a ledger and holds accounts in it.
func holdAccounts(t testing.TB, path string, accounts ...string) *ledger.Run {
	t.Helper()
	l, err := ledger.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := l.Hold(context.Background(), ledger.Holding{Accounts: accounts})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// account is the only one, as the ledger has it.
func (w *world) account() *ledger.Account { return w.ledger.Accounts()[0] }

// people are sendable rows, each to its own chat, with the card of one and the same business.
func people(n int) iter.Seq2[ledger.Row, error] {
	return func(yield func(ledger.Row, error) bool) {
		for i := range n {
			row := ledger.Row{Number: i + 2, Source: []string{}, Message: card.Card{
				ChatID:  fmt.Sprintf("7900%07d@c.us", i),
				Contact: card.Contact{PhoneContact: 79010000000, FirstName: "Anna", Company: "Romashka"},
			}}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func (w *world) plan(rows iter.Seq2[ledger.Row, error]) {
	w.t.Helper()
	var err error
	if w.job, err = w.ledger.Plan(context.Background(), ledger.Plan{Job: "list"}, rows); err != nil {
		w.t.Fatal(err)
	}
}

// send runs the job, as changed by the given settings.
func (w *world) send(ctx context.Context, settings ...func(*sender.Run)) error {
	lane, err := w.lane(ctx)
	if err != nil {
		return err
	}
	r := sender.Run{Ledger: w.ledger, Job: w.job, Lanes: []*sender.Lane{lane}}
	for _, set := range settings {
		set(&r)
	}
	return r.Send(ctx)
}

// lane is the account's, read before a run.
func (w *world) lane(ctx context.Context) (*sender.Lane, error) {
	seen, err := sender.Preflight(ctx, w.client, func(ledger.Wait) {})
	return &sender.Lane{Account: w.account(), Client: w.client, Seen: seen, Loopback: true}, err
}

// unrecorded looks for what the account shows and the ledger does not know.
func (w *world) unrecorded() (sender.Unrecorded, error) {
	lane, err := w.lane(w.t.Context())
	if err != nil {
		return sender.Unrecorded{}, err
	}
	r := sender.Run{Ledger: w.ledger, Job: w.job, Lanes: []*sender.Lane{lane}}
	return r.FindUnrecorded(w.t.Context(), lane, func(ledger.Wait) {})
}

func (w *world) counts() ledger.Counts {
	c, err := w.ledger.Counts(context.Background(), w.job.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// judge compares the ledger with what the account accepted: nothing twice, nothing lost,
// every id the right one.
func (w *world) judge() {
	w.t.Helper()
	ids := map[string]string{}
	for _, a := range w.sandbox.Record() {
		if a.Origin != "" {
			continue // another sender's
		}
		if ids[a.ChatID] != "" {
			w.t.Errorf("%s was sent to twice", a.ChatID)
		}
		ids[a.ChatID] = a.IDMessage
	}
	for line, err := range w.ledger.Lines(context.Background(), w.job) {
		if err != nil {
			w.t.Fatal(err)
		}
		id := ids[line.Message.ChatID]
		switch {
		case line.Status == ledger.Accepted && id != line.IDMessage:
			w.t.Errorf("row %d has id %q, the account says %q", line.Row, line.IDMessage, id)
		case line.Status == ledger.Pending && id != "":
			w.t.Errorf("row %d is pending, and was accepted as %s", line.Row, id)
		}
	}
}

func faults(t *testing.T, text string) []sandbox.Fault {
	t.Helper()
	f, err := sandbox.ParseFaults(text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func atMax(r *sender.Run) { r.Rate = pace.Rate{Max: true} }

func TestSendsAListInOrder(t *testing.T) {
	inWorld(t, sandbox.Options{}, 30, func(w *world) {
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		w.judge()
		record := w.sandbox.Record()
		if len(record) != 30 || w.counts()[ledger.Accepted] != 30 {
			t.Errorf("%d accepted, ledger says %v; want 30", len(record), w.counts())
		}
		for i, a := range record {
			if want := fmt.Sprintf("7900%07d@c.us", i); a.ChatID != want {
				t.Errorf("message %d went to %s, want %s", i, a.ChatID, want)
			}
		}
	})
}

// Faults of every kind, before and after acceptance: everybody gets the card once, and
// the ledger knows under which id.
func TestFaultsOfEveryKind(t *testing.T) {
	every := faults(t, "before:502=2%,after:502=2%,before:drop=2%,after:drop=2%,after:hang=1%,late(90s):504=2%,"+
		"after:empty=1%,after:malformed=1%,before:429(2s)=1%,before:503=1%")
	inWorld(t, sandbox.Options{Faults: every, Delay: 500 * time.Millisecond, JournalLag: time.Minute}, 1000, func(w *world) {
		started := time.Now()
		if err := w.send(w.t.Context()); err != nil {
			t.Fatal(err)
		}
		w.judge()
		if c := w.counts(); c[ledger.Accepted] != 1000 {
			t.Errorf("%v after %s; want 1000 accepted: %v", c, time.Since(started), w.why())
		}
		t.Log(time.Since(started), w.sandbox.Calls("showMessagesQueue"), w.sandbox.Calls("lastOutgoingMessages"), w.sandbox.Calls("getMessage"), w.sandbox.Calls("getChatHistory"), w.sandbox.Calls("getMessagesCount"))
	})
}

func (w *world) why() map[string]int {
	m := map[string]int{}
	for line, err := range w.ledger.Lines(context.Background(), w.job, ledger.Unknown) {
		if err != nil {
			w.t.Fatal(err)
		}
		m[line.ErrorCode+": "+words.English().Sentence(line.Reason)]++
	}
	return m
}

// alike are rows to one chat with one number, told apart by the name on the card.
func alike(names ...string) iter.Seq2[ledger.Row, error] {
	return func(yield func(ledger.Row, error) bool) {
		for i, name := range names {
			row := ledger.Row{Number: i + 2, Message: card.Card{
				ChatID: "79000000001@c.us", Contact: card.Contact{PhoneContact: 79010000000, FirstName: name}}}
			if !yield(row, nil) {
				return
			}
		}
	}
}
