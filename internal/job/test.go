package job

import (
	"context"
	"iter"
	"time"

	"contactcast/importer"
)

// TestOptions say which list's first card is sent to a phone of one's own.
type TestOptions struct {
	Send SendOptions
	// Chat is the phone's, as a chat id or a number.
	Chat string
}

// Test sends the first row's card, and only to one chat, to look at it. It is recorded as a job
// of its own, so that the list's own job knows nothing of it, and has no report unless one is named.
func Test(ctx context.Context, o TestOptions) (*SendResult, error) {
	chat, err := importer.ParseChat(o.Chat, o.Send.List.Reading.Region)
	if err != nil {
		return nil, refuseFor(err, "options/test-chat", "chat", o.Chat)
	}
	o.Send.test = &testChat{chat, o.Chat}
	return Send(ctx, o.Send)
}

// testChat is the chat of a test, as it is and as it was given.
type testChat struct{ id, given string }

// narrow narrows the plan to the first row's card, for one chat; the job is named by the time,
// so that it can be repeated. The whole file is read all the same: a damaged one is not worth a test.
func (s *source) narrow(ctx context.Context, path string, to *testChat) error {
	if err := s.spareOptedOut(ctx, path, to); err != nil {
		return err
	}
	var first *importer.Row
	for row, err := range s.read() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return s.named(s.plan.Job, err)
		}
		if first == nil && row.Problem == nil {
			row.Source = append([]string(nil), row.Source...)
			first = &row
		}
	}
	if first == nil {
		return refuse("no-rows")
	}
	first.Message.ChatID, first.Message.QuotedMessageID = to.id, "" // a quote belongs to its own chat
	s.plan.Job += "-test-" + time.Now().Format("2006-01-02-15.04.05")
	s.plan.Test, s.plan.Cooldown, s.plan.Exclude, s.plan.ExcludeFiles = true, 0, nil, nil // whom the list leaves out is refused before
	s.read = func() iter.Seq2[importer.Row, error] {
		return func(yield func(importer.Row, error) bool) { yield(*first, nil) }
	}
	return nil
}
