package ledger

import (
	"path/filepath"
	"testing"
)

// How a file was read is kept with its job, replaced by the next plan, and missed by nobody
// in a ledger that was made before it was kept.
func TestReading(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	none := func(func(Row, error) bool) {}
	for _, reading := range []string{`{"region":"DE"}`, `{"sheet":"B"}`, ""} {
		if _, err := l.Plan(t.Context(), Plan{Job: "list", Reading: reading}, none); err != nil {
			t.Fatal(err)
		}
		if got, err := l.Reading(t.Context(), "list"); err != nil || got != reading {
			t.Errorf("got %q, %v; want %q", got, err, reading)
		}
		if got, err := l.Reading(t.Context(), "other"); err != nil || got != "" {
			t.Errorf("a job that is not there: %q, %v", got, err)
		}
	}
	if _, err := l.conn.ExecContext(t.Context(), `DROP TABLE readings`); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	reader, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := reader.Reading(t.Context(), "list"); err != nil || got != "" {
		t.Errorf("a ledger of before, to be read: %q, %v", got, err)
	}
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	if l, err = Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := l.Plan(t.Context(), Plan{Job: "list", Reading: "{}"}, none); err != nil {
		t.Error(err)
	}
}
