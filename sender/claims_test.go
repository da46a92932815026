package sender

import (
	"fmt"
	"iter"
	"path/filepath"
	"testing"

	"contactcast/internal/card"
	"contactcast/sender/ledger"
)

// rowsOf are n sendable rows, two to each chat.
func rowsOf(n int) iter.Seq2[ledger.Row, error] {
	return func(yield func(ledger.Row, error) bool) {
		for i := range n {
			m := card.Card{ChatID: fmt.Sprintf("7900%07d@c.us", i/2),
				Contact: card.Contact{PhoneContact: 79010000000, FirstName: fmt.Sprint("Anna ", i)}}
			if !yield(ledger.Row{Number: i + 2, Source: []string{}, Message: m}, nil) {
				return
			}
		}
	}
}

// Each message is handed out once, whatever is given back meanwhile: also one that an earlier run left in doubt far
// ahead of where this one reads.
func TestClaimsHandOutOnce(t *testing.T) {
	const rows = 2*readAhead + 100
	l, err := ledger.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := l.Hold(t.Context(), ledger.Holding{}); err != nil {
		t.Fatal(err)
	}
	job, err := l.Plan(t.Context(), ledger.Plan{Job: "list"}, rowsOf(rows))
	if err != nil {
		t.Fatal(err)
	}
	ahead, err := l.Pending(t.Context(), job.ID, rows-50, 1)
	if err != nil {
		t.Fatal(err)
	}
	c := newClaims(l, job.ID)
	c.block(ahead[0].Card) // as a doubt does
	var handed []ledger.Message
	take := func() bool {
		_, ok, err := c.peek(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			c.take()
			handed = append(handed, c.taken)
		}
		return ok
	}
	for range 10 {
		take()
	}
	c.giveBack(ahead[0]) // it was not sent
	for _, m := range handed[:3] {
		c.giveBack(m)
	}
	handed = handed[3:]
	for done := 0; take() || done < len(handed); {
		for ; done < len(handed); done++ {
			c.release(handed[done])
		}
	}
	times := map[int]int{}
	for _, m := range handed {
		times[m.Row]++
	}
	for row := 2; row < rows+2; row++ {
		if times[row] != 1 {
			t.Errorf("row %d was handed out %d times", row, times[row])
		}
	}
	if c.waiting() != 0 {
		t.Errorf("%d wait for nothing", c.waiting())
	}
}
