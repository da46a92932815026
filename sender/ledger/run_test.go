package ledger

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// abandon leaves a run as a killed process does: its lock file is free, and all else is as it was.
func (l *Ledger) abandon(t *testing.T) {
	t.Helper()
	r := l.run
	if err := r.unlock(); err != nil {
		t.Fatal(err)
	}
	if p, shared := l.home.(*postgres); shared {
		if _, err := p.pool.ExecContext(t.Context(), "UPDATE "+p.schema+".runs SET until = 0 WHERE id = $1", r.id); err != nil {
			t.Fatal(err)
		}
	}
	l.run = nil
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// What a run needs it holds alone, all of it or nothing, until it is released or its process ends.
func TestHold(t *testing.T) {
	path := fresh(t)
	first, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	run, err := first.Hold(t.Context(), Holding{Job: "list", Accounts: []string{"1", "2"}})
	if err != nil {
		t.Fatal(err)
	}
	second, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	refused := func(h Holding, account, job string) {
		t.Helper()
		var held *HeldError
		if _, err := second.Hold(t.Context(), h); !errors.As(err, &held) || held.Account != account || held.Job != job || held.Holder.PID == 0 || held.Holder.Since.IsZero() {
			t.Errorf("%+v: %v, want that %s%s is held", h, err, account, job)
		}
	}
	refused(Holding{Job: "other", Accounts: []string{"3", "2"}}, "2", "")
	refused(Holding{Job: "list", Accounts: []string{"3"}}, "", "list")
	other, err := second.Hold(t.Context(), Holding{Job: "other", Accounts: []string{"3"}})
	if err != nil {
		t.Fatalf("what nobody holds, nor a refused run held: %v", err)
	}
	if err := run.Release(); err != nil {
		t.Fatal(err)
	}
	if err := other.Release(); err != nil {
		t.Fatal(err)
	}
	all, err := second.Hold(t.Context(), Holding{Job: "list", Accounts: []string{"1", "2", "3"}})
	if err != nil {
		t.Fatalf("what was released: %v", err)
	}
	if n, err := all.count(t.Context(), `SELECT count(*) FROM runs`); n != 1 || err != nil {
		t.Errorf("%d runs are kept, %v", n, err)
	}
	second.abandon(t)
	again, err := first.Hold(t.Context(), Holding{Job: "list", Accounts: []string{"2"}})
	if err != nil {
		t.Fatalf("what a run held that was killed: %v", err)
	}
	if _, err := again.Plan(t.Context(), Plan{Job: "list"}, people(0, 1)); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
}

// A card in flight for a run that dies is in doubt for whoever waits behind it: nobody waits for ever.
func TestNobodyWaitsForTheDead(t *testing.T) {
	path := fresh(t)
	dies, waits := held(t, path, "1"), held(t, path, "2")
	defer waits.Close()
	plan(t, dies, Plan{Job: "first"}, to("1@c.us"))
	plan(t, waits, Plan{Job: "second"}, to("1@c.us"), to("2@c.us"))
	job, err := dies.Job(t.Context(), "first")
	if err != nil {
		t.Fatal(err)
	}
	pending, err := dies.Pending(t.Context(), job.ID, 0, 1)
	if err == nil {
		_, err = commit(dies, nil, pending)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := intend(t, waits, "second"); !cmp.Equal(got, []string{"waits", ""}) {
		t.Errorf("while it is in flight: %v", got)
	}
	dies.abandon(t)
	if got := intend(t, waits, "second"); !cmp.Equal(got, []string{"waits"}) {
		t.Errorf("when that has died: %v", got)
	}
	if got := intend(t, waits, "second"); !cmp.Equal(got, []string{"already-sent"}) {
		t.Errorf("from then on: %v", got)
	}
	doubts, err := held(t, path, "1").account(t).Doubts(t.Context())
	if err != nil || len(doubts) != 1 {
		t.Errorf("the account's next run has %+v in doubt, %v", doubts, err)
	}
}

// A ledger that goes back in time under a run, a backup put in its place say, takes no commit of it any more.
func TestBackInTime(t *testing.T) {
	l := newLedger(t)
	job, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, 3))
	if err != nil {
		t.Fatal(err)
	}
	pending, err := l.Pending(t.Context(), job.ID, 0, 2)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := begin(l, pending[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := l.conn.ExecContext(t.Context(), `UPDATE runs SET commits = commits - 1`); err != nil {
		t.Fatal(err)
	}
	var lost *LostError
	if _, err := begin(l, pending[1]); !errors.As(err, &lost) {
		t.Errorf("got %v, want a LostError", err)
	}
	if n, err := l.count(t.Context(), `SELECT count(*) FROM in_flight`); n != 1 || err != nil {
		t.Errorf("%d are in flight, %v", n, err)
	}
}
