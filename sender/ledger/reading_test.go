package ledger

import "testing"

// How a file was read is kept with its job and replaced by the next plan.
func TestReading(t *testing.T) {
	l := newLedger(t)
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
}
