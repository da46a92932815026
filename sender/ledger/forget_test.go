package ledger

import (
	"errors"
	"strings"
	"testing"

	"contactcast/internal/words"
)

// A job that tried nothing is forgotten wherever the ledger speaks of it; one that tried stays.
func TestForget(t *testing.T) {
	l := newLedger(t)
	plan(t, l, Plan{Job: "kept", Reading: "{}"}, cardTo("1", "a"), cardTo("2", "b"))
	send(t, l, "kept", 1, Outcome{Status: Accepted, IDMessage: "id"})
	plan(t, l, Plan{Job: "tried", Reading: "{}", Exclude: []Exclusion{{ChatID: "9@c.us", List: "out.csv"}}}, cardTo("3", "a"), bad())
	plan(t, l, Plan{Job: "tried"}, cardTo("4", "a"))
	tried, err := l.Job(t.Context(), "tried")
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{l.StartRun(tried.ID), l.EndRun(tried.ID, "", words.Fact{}), l.Disown(tried.ID, []string{"x"}),
		l.account(t).SaveWait(tried.ID, Wait{Reason: words.New("queue/wait")})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	kept, err := l.Job(t.Context(), "kept")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(l.Forget(tried.ID), l.Forget(kept.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Job(t.Context(), "tried"); !errors.Is(err, ErrNoJob) {
		t.Errorf("the job is still there: %v", err)
	}
	if counts, err := l.Counts(t.Context(), kept.ID); err != nil || counts[Accepted] != 1 || counts[Pending] != 1 {
		t.Errorf("a job that sent has %v, %v", counts, err)
	}
	for _, table := range columnsOf(t, l, "job") {
		if n, err := l.count(t.Context(), `SELECT count(*) FROM `+table+` WHERE job = ?`, tried.ID); err != nil || n != 0 {
			t.Errorf("%s holds %d rows of it, %v", table, n, err)
		}
	}
	if n, err := l.count(t.Context(), `SELECT count(*) FROM lines WHERE plan NOT IN (SELECT id FROM plans)`); err != nil || n != 0 {
		t.Errorf("%d lines have no plan, %v", n, err)
	}
}

// columnsOf are the ledger's tables that have a column of that name.
func columnsOf(t *testing.T, l *Ledger, column string) []string {
	t.Helper()
	query := `SELECT s.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c WHERE s.type = 'table' AND c.name = ?`
	if p, ok := l.home.(*postgres); ok {
		query = `SELECT table_name FROM information_schema.columns WHERE column_name = ? AND table_schema = '` + strings.Trim(p.schema, `"`) + `' AND table_name NOT LIKE 'stage%'`
	}
	tables, err := collect[string](t.Context(), l.read, query, func(s *string) []any { return []any{s} }, column)
	if err != nil || len(tables) < 5 {
		t.Fatalf("got %v, %v", tables, err)
	}
	return tables
}
