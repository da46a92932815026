package ledger_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"contactcast/internal/card"
	"contactcast/sender/ledger"
)

func guests(yield func(ledger.Row, error) bool) {
	for i, chatID := range []string{"447700900001@c.us", "447700900002@c.us"} {
		row := ledger.Row{Number: i + 2, Source: []string{chatID},
			Message: card.Card{ChatID: chatID, Contact: card.Contact{PhoneContact: 447700900555, FirstName: "Anna"}}}
		if !yield(row, nil) {
			return
		}
	}
}

// A list is planned; then each message's intent is durable before its request, and its outcome before it counts.
// Planned again, what was sent stays sent.
func ExampleLedger() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "ledger")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	l, err := ledger.Open(ctx, filepath.Join(dir, "ledger.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer l.Close()
	run, err := l.Hold(ctx, ledger.Holding{Job: "guests", Accounts: []string{"1101000001"}})
	if err != nil {
		fmt.Println(err)
		return
	}

	var rows iter.Seq2[ledger.Row, error] = guests
	job, err := l.Plan(ctx, ledger.Plan{Job: "guests"}, rows)
	if err != nil {
		fmt.Println(err)
		return
	}
	pending, err := l.Pending(ctx, job.ID, 0, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	account := run.Account("1101000001")
	begun, err := run.Commit(nil, []ledger.Intent{{Message: pending[0], Account: account}}) // from here on the request may leave
	if err != nil {
		fmt.Println(err)
		return
	}
	outcome := ledger.Outcome{Status: ledger.Accepted, IDMessage: "3EB0C767D097B7C7C030"}
	if _, err := run.Commit([]ledger.Ending{{Attempt: begun[0].Attempt, Outcome: outcome}}, nil); err != nil {
		fmt.Println(err)
		return
	}

	if job, err = l.Plan(ctx, ledger.Plan{Job: "guests"}, rows); err != nil {
		fmt.Println(err)
		return
	}
	for line, err := range l.Lines(ctx, job) {
		fmt.Println(line.Row, line.Status, line.IDMessage, err)
	}
	// Output:
	// 2 accepted 3EB0C767D097B7C7C030 <nil>
	// 3 pending  <nil>
}
