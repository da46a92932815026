package cli

import (
	"context"
	"fmt"
	"iter"
	"time"

	"contactcast/importer"
)

// testTo narrows the plan to the first row's card, for one chat: a job of its own, so that
// the list's own job knows nothing of it, and named by the time, so that it can be repeated.
// The whole file is read all the same: a damaged one is not worth a test.
func (in *input) testTo(ctx context.Context, chatID string) error {
	var first *importer.Row
	for row, err := range in.read() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if first == nil && row.Problem == nil {
			row.Source = append([]string(nil), row.Source...)
			first = &row
		}
	}
	if first == nil {
		return &startError{"no-rows", fmt.Errorf("no row of the file can be sent, so there is no card to test")}
	}
	first.Message.ChatID, first.Message.QuotedMessageID = chatID, "" // a quote belongs to its own chat
	in.plan.Job = in.plan.Job + "-test-" + time.Now().Format("2006-01-02-15.04.05")
	in.plan.Test, in.plan.Cooldown, in.plan.Exclude = true, 0, nil // whom the list leaves out is refused before
	in.read = func() iter.Seq2[importer.Row, error] {
		return func(yield func(importer.Row, error) bool) { yield(*first, nil) }
	}
	return nil
}
