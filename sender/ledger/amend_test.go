package ledger

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// planOf is the plan that job "list" goes by.
func planOf(t testing.TB, l *Ledger) (plan int64) {
	t.Helper()
	if err := l.read.QueryRowContext(context.Background(), `SELECT plan FROM jobs WHERE name = 'list'`).Scan(&plan); err != nil {
		t.Fatal(err)
	}
	return plan
}

// listOf draws a list of rows to few chats, with few names: doubles and rows that cannot be sent are common.
func listOf(t *rapid.T, name string) []Row {
	row := rapid.Custom(func(t *rapid.T) Row {
		if rapid.IntRange(0, 5).Draw(t, "bad") == 0 {
			r := bad()
			r.Source[1] = rapid.SampledFrom([]string{"x", "y"}).Draw(t, "source")
			return r
		}
		return cardTo(fmt.Sprintf("7900000000%d", rapid.IntRange(0, 6).Draw(t, "chat")), rapid.SampledFrom([]string{"Anna", "Olga"}).Draw(t, "name"))
	})
	return rapid.SliceOfN(row, 0, 12).Draw(t, name)
}

// A list that was edited, and is amended for that, is told and counted as if it had been planned as it is now.
func TestAmended(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		edited, fresh := newLedger(t), newLedger(t)
		var now []Row
		exclude := Plan{Exclude: []Exclusion{{ChatID: "79000000003@c.us", List: "no.csv"}}}
		for i := range 3 {
			now = listOf(rt, fmt.Sprint("list ", i))
			plan(t, edited, exclude, now...)
		}
		plan(t, fresh, exclude, now...)
		for what, ask := range map[string]func(*Ledger) (any, error){
			"counts": func(l *Ledger) (any, error) { return l.Counts(t.Context(), jobOf(t, l).ID) },
			"pending": func(l *Ledger) (any, error) {
				all, err := l.Pending(t.Context(), jobOf(t, l).ID, 0, 100)
				for i := range all {
					all[i].ID = 0 // the only thing in which they may differ
				}
				return all, err
			},
			"lines": func(l *Ledger) (any, error) {
				var all []Line
				for line, err := range l.Lines(t.Context(), jobOf(t, l)) {
					if err != nil {
						return nil, err
					}
					all = append(all, line)
				}
				return all, nil
			},
		} {
			got, err1 := ask(edited)
			want, err2 := ask(fresh)
			if diff := cmp.Diff(want, got); err1 != nil || err2 != nil || diff != "" {
				rt.Fatalf("%s (-planned once, +edited): %v %v\n%s", what, err1, err2, diff)
			}
		}
	})
}

func jobOf(t testing.TB, l *Ledger) Job {
	t.Helper()
	job, err := l.Job(t.Context(), "list")
	if err != nil {
		t.Fatal(err)
	}
	return job
}

// Rows that were added are written into the plan that is there; one of which much changed is written anew.
func TestAmendsWhereLittleChanged(t *testing.T) {
	l := newLedger(t)
	const rows = atATime + 1
	if _, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, rows)); err != nil {
		t.Fatal(err)
	}
	was := planOf(t, l)
	if _, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, rows+10)); err != nil {
		t.Fatal(err)
	}
	if got := planOf(t, l); got != was {
		t.Errorf("ten rows were added: the plan is %d, was %d", got, was)
	}
	if _, err := l.Plan(t.Context(), Plan{Job: "list"}, renamed(people(0, rows), "Olga")); err != nil {
		t.Fatal(err)
	}
	if got := planOf(t, l); got == was {
		t.Error("all rows changed, and the plan is amended")
	}
	counts, err := l.Counts(t.Context(), jobOf(t, l).ID)
	if diff := cmp.Diff(Counts{Pending: rows, Invalid: 0, Skipped: 0}, counts); err != nil || diff != "" {
		t.Errorf("counts (-want +got): %v\n%s", err, diff)
	}
	n := 0
	for line, err := range l.Lines(t.Context(), jobOf(t, l)) {
		if err != nil || line.Status != Pending || line.Message.Contact.FirstName != "Olga" {
			t.Fatalf("%v %+v", err, line)
		}
		n++
	}
	if n != rows {
		t.Errorf("%d lines, want %d", n, rows)
	}
}
