package ledger

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var errKilled = errors.New("killed")

// killedPlan makes a plan and ends where a kill would, before any job goes by it.
func killedPlan(t *testing.T, l *Ledger, p Plan, rows iter.Seq2[Row, error]) {
	t.Helper()
	err := l.staging(t.Context(), p, func(pl *planner) error {
		for _, step := range []func() error{pl.find, func() error { return l.sweep(t.Context(), pl.job) }, pl.readExclusions, pl.readLists, func() error { return pl.load(t.Context(), rows) }, pl.compare} {
			if err := step(); err != nil {
				return err
			}
		}
		plan, err := pl.newPlan(t.Context())
		if err == nil {
			err = pl.copy(t.Context(), plan)
		}
		return errors.Join(err, errKilled)
	})
	if err == nil || err.Error() != errKilled.Error() {
		t.Fatal(err)
	}
}

// Rows of a plan whose making was killed are not sent, whatever comes next: the same plan, another, or the old file.
func TestAKilledPlanBringsNothing(t *testing.T) {
	a, b, c := cardTo("a", "x"), cardTo("b", "x"), cardTo("c", "x")
	killed := file(c, cardTo("a", "y"), a)
	tests := []struct {
		name string
		next func(*Ledger) []string
		want []string
	}{
		{"the same plan", func(l *Ledger) []string { return plan(t, l, Plan{}, c, cardTo("a", "y"), a) }, []string{"pending", "pending", "accepted"}},
		{"another", func(l *Ledger) []string { return plan(t, l, Plan{}, b, a) }, []string{"pending", "accepted"}},
		{"the old file", func(l *Ledger) []string {
			job, err := l.Refresh(t.Context(), Plan{Job: "list"})
			if err != nil {
				t.Fatal(err)
			}
			return told(t, l, job)
		}, []string{"accepted", "pending"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLedger(t)
			plan(t, l, Plan{}, a, b)
			send(t, l, "list", 1, accepted)
			killedPlan(t, l, Plan{Job: "list"}, killed)
			if d := cmp.Diff(tt.want, tt.next(l)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			job, err := l.Job(t.Context(), "list")
			if err != nil {
				t.Fatal(err)
			}
			checkTally(t, l, job)
			pending, err := l.Pending(t.Context(), job.ID, 0, 10)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, s := range tt.want {
				if s == "pending" {
					n++
				}
			}
			if len(pending) != n {
				t.Errorf("%d messages would be sent, want %d: %v", len(pending), n, pending)
			}
			if plans, err := l.count(t.Context(), `SELECT count(*) FROM plans`); err != nil || plans != 1 {
				t.Errorf("%d plans are left, %v; want the job's own", plans, err)
			}
		})
	}
}

// A job whose first planning was killed is not there.
func TestAKilledFirstPlanMakesNoJob(t *testing.T) {
	l := newLedger(t)
	killedPlan(t, l, Plan{Job: "list"}, file(cardTo("a", "x"), cardTo("b", "x")))
	if _, err := l.Job(t.Context(), "list"); !errors.Is(err, ErrNoJob) {
		t.Errorf("got %v, want no job", err)
	}
	if jobs, err := l.Jobs(t.Context()); err != nil || len(jobs) > 0 {
		t.Errorf("got %v, %v", jobs, err)
	}
	if d := cmp.Diff([]string{"pending"}, plan(t, l, Plan{}, cardTo("b", "x"))); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// An unchanged list is compared again when something changed that may change its outcome, and not else.
func TestRefreshComparesWhenSomethingChanged(t *testing.T) {
	l := newLedger(t)
	a, b := cardTo("a", "x"), cardTo("b", "x")
	plan(t, l, Plan{}, a, b)
	plan(t, l, Plan{Job: "other"}, b, cardTo("c", "x"))
	compared := func(p Plan) (string, bool) {
		t.Helper()
		if _, err := l.conn.ExecContext(context.Background(), `CREATE TEMP TABLE IF NOT EXISTS seen (n);
			CREATE TEMP TRIGGER IF NOT EXISTS compares AFTER UPDATE OF compared ON main.jobs BEGIN INSERT INTO seen VALUES (1); END; DELETE FROM seen`); err != nil {
			t.Fatal(err)
		}
		p.Job, p.Already = "list", SkipAlready
		job, err := l.Refresh(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		var n int
		if err := l.conn.QueryRowContext(context.Background(), `SELECT count(*) FROM seen`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		got := told(t, l, job)
		return got[0] + " " + got[1], n > 0
	}
	steps := []struct {
		name     string
		change   func() error
		plan     Plan
		want     string
		compares bool
	}{
		{"told another way", func() error { return nil }, Plan{}, "pending pending", true},
		{"nothing", func() error { return nil }, Plan{}, "pending pending", false},
		{"another job's sending", func() error { send(t, l, "other", 1, accepted); return nil }, Plan{}, "pending already-sent", true},
		{"nothing again", func() error { return nil }, Plan{}, "pending already-sent", false},
		{"an opt-out", func() error {
			_, err := l.Consent().Add(t.Context(), []OptOut{{ChatID: "a@c.us"}})
			return err
		}, Plan{}, "opted-out already-sent", true},
		{"its end", func() error { _, err := l.Consent().Remove(t.Context(), []string{"a@c.us"}); return err }, Plan{}, "pending already-sent", true},
		{"an exclusion", func() error { return nil }, Plan{Exclude: []Exclusion{{"a@c.us", "/x.csv"}}}, "excluded already-sent", true},
		{"the same exclusion", func() error { return nil }, Plan{Exclude: []Exclusion{{"a@c.us", "/x.csv"}}}, "excluded already-sent", false},
	}
	for _, step := range steps {
		if err := step.change(); err != nil {
			t.Fatal(step.name, err)
		}
		if got, compares := compared(step.plan); got != step.want || compares != step.compares {
			t.Errorf("%s: got %s, compared: %v; want %s, %v", step.name, got, compares, step.want, step.compares)
		}
		job, err := l.Job(t.Context(), "list")
		if err != nil {
			t.Fatal(err)
		}
		checkTally(t, l, job)
	}
}

// The first plan of a job, killed at any moment and made again, drops no row.
func TestAKilledFirstPlanDropsNothing(t *testing.T) {
	a, b := cardTo("a", "x"), cardTo("b", "x")
	for name, swept := range map[string]bool{"killed": false, "killed again when it had swept": true} {
		t.Run(name, func(t *testing.T) {
			l := newLedger(t)
			if err := l.run.Release(); err != nil {
				t.Fatal(err)
			}
			if _, err := l.Hold(t.Context(), Holding{Job: "list", Accounts: []string{testAccount}}); err != nil {
				t.Fatal(err)
			}
			killedPlan(t, l, Plan{Job: "list"}, file(a, b))
			if swept {
				var job int64
				if err := l.conn.QueryRowContext(t.Context(), `SELECT id FROM jobs`).Scan(&job); err != nil {
					t.Fatal(err)
				}
				if err := l.sweep(t.Context(), job); err != nil {
					t.Fatal(err)
				}
			}
			if d := cmp.Diff([]string{"pending", "pending"}, plan(t, l, Plan{}, a, b)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			job, err := l.Job(t.Context(), "list")
			if err != nil {
				t.Fatal(err)
			}
			if pending, err := l.Pending(t.Context(), job.ID, 0, 9); err != nil || len(pending) != 2 {
				t.Errorf("%d messages would be sent, %v; want 2", len(pending), err)
			}
		})
	}
}
