package job

import (
	"context"
	"errors"
	"sync/atomic"

	"contactcast/sender"
)

// GapError says that the account could not show all that came in since the last reading.
type GapError = sender.GapError

// listen reads the incoming messages for stop words before the first message, and compares the plan with who sent one.
func (v *sending) listen(ctx context.Context) error {
	var added atomic.Int64
	err := each(ctx, v.members, func(ctx context.Context, m *member) error {
		m.listens = &sender.Listener{Ledger: v.ledger, Account: m.account, Client: m.client, Hidden: m.seen.HidesIncoming}
		heard, err := m.listens.Begin(ctx, m.waiting(v.teller, v.job.ID))
		if err != nil {
			return v.unheard(m, err)
		}
		added.Add(int64(heard.Added))
		return m.waited(v.job.ID)
	})
	if err != nil || added.Load() == 0 {
		return v.recorded(err)
	}
	v.note("stop-words", "n", int(added.Load()))
	if _, err = v.ledger.Refresh(ctx, v.plan); err == nil {
		v.before, err = v.ledger.Counts(ctx, v.job.ID)
	}
	return err
}

// unheard says what is the matter where stop words cannot be read.
func (v *sending) unheard(m *member, err error) error {
	if gap, ok := errors.AsType[*GapError](err); ok {
		return refuse("incoming-gap/look", "since", gap.Since.Format(minutes), "until", gap.Until.Format(minutes))
	}
	if _, ok := errors.AsType[*sender.HiddenError](err); ok {
		return refuse("incoming-hidden/words")
	}
	return m.explained(err)
}
