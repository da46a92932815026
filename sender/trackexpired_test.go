package sender

import (
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contactcast/sender/ledger"
)

// A letter a message, one an hour: d delivered, . nothing shown, ? not asked about, f failed.
func TestSilences(t *testing.T) {
	begin := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	var before, after sight // of the neighbours
	for _, c := range []struct {
		posted  string
		forgets bool // the message before is not shown any more
		sent    time.Duration
		want    []int64 // the expired
	}{
		{posted: "dd..", want: []int64{3, 4}},
		{posted: "dd..", forgets: true},
		{posted: "...."},
		{posted: "..dd", sent: time.Hour},                        // older than what the journal remembers
		{posted: "d..d", sent: time.Hour},                        // a gap: they had left before it
		{posted: "d..d", sent: 26 * time.Hour, want: []int64{2}}, // posted in hours 1 and 2: the second may have left
		{posted: "d..d", sent: 48 * time.Hour, want: []int64{2, 3}},
		{posted: "d.f.?d", sent: 48 * time.Hour, want: []int64{2, 4}},
		{posted: "d.d.", sent: time.Hour, want: []int64{4}},
	} {
		silent := map[int64]bool{}
		var posted iter.Seq2[ledger.Tracked, error] = func(yield func(ledger.Tracked, error) bool) {
			for i, letter := range c.posted {
				m := ledger.Tracked{ID: int64(i + 1), PostedAt: begin.Add(time.Duration(i) * time.Hour),
					Delivery: map[rune]string{'d': "delivered", 'f': "failed"}[letter]}
				silent[m.ID] = letter == '.'
				if !yield(m, nil) {
					return
				}
			}
		}
		all, err := silences(posted, silent)
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, s := range all {
			before, after = sight{status: "delivered"}, sight{status: "delivered", at: begin.Add(c.sent)}
			if c.forgets || s.before == nil {
				before = sight{silent: true}
			}
			for _, m := range s.expired(before, after) {
				got = append(got, m.ID)
			}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s, sent after %s (-want +got)\n%s", c.posted, c.sent, d)
		}
	}
}
