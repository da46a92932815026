package job

import (
	"context"
	"errors"

	"contactcast/sender"
	"contactcast/sender/greenapi"
)

// GapError says that the account could not show all that came in since the last reading.
type GapError = sender.GapError

// listen reads the incoming messages for stop words before the first message, and compares the plan with who sent one.
func (v *sending) listen(ctx context.Context, client *greenapi.Client, seen sender.AccountInfo) (*sender.Listener, error) {
	l := &sender.Listener{Ledger: v.ledger.Ledger, Client: client, From: v.from, Hidden: seen.HidesIncoming}
	heard, err := l.Begin(ctx, v.waiting)
	if err != nil {
		return l, v.unheard(err)
	}
	if err := v.waited(); err != nil {
		return l, err
	}
	if heard.Added > 0 {
		v.note("stop-words", "n", heard.Added)
		if _, err = v.ledger.Refresh(ctx, v.plan); err == nil {
			v.before, err = v.ledger.Counts(ctx, v.job.ID)
		}
	}
	return l, err
}

// unheard says what is the matter where stop words cannot be read.
func (v *sending) unheard(err error) error {
	if gap, ok := errors.AsType[*GapError](err); ok {
		return refuse("incoming-gap/look", "since", gap.Since.Format(minutes), "until", gap.Until.Format(minutes))
	}
	if _, ok := errors.AsType[*sender.HiddenError](err); ok {
		return refuse("incoming-hidden/words")
	}
	return v.recorded(explained(v.in.Account, err))
}
