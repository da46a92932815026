package sender

import (
	"context"
	"iter"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// expirySlack is for a message that left at the last moment: it may have been accepted
// late, and shows late.
const expirySlack = 10 * time.Minute

// silence is a stretch of messages of which nothing is shown, in the order in which they
// were posted, with the last message before and the first behind that WhatsApp once took.
type silence struct {
	messages      []ledger.Tracked
	before, after *ledger.Tracked // nil if there is none
}

// silences finds the stretches among all that was posted.
func silences(posted iter.Seq2[ledger.Tracked, error], silent map[int64]bool) (all []silence, err error) {
	var current silence
	for m, err := range posted {
		if err != nil {
			return nil, err
		}
		switch {
		case silent[m.ID]:
			current.messages = append(current.messages, m)
		case !taken(m.Delivery):
		case len(current.messages) == 0:
			current.before = &m
		default:
			current.after = &m
			all = append(all, current)
			current = silence{before: &m}
		}
	}
	if len(current.messages) > 0 {
		all = append(all, current)
	}
	return all, nil
}

// taken reports whether a delivery status is one of a message that left the queue and was not refused.
func taken(delivery string) bool {
	return delivery == "sent" || delivery == "delivered" || delivery == "read"
}

// expired returns the messages of the stretch that the queue dropped unsent, given what
// is shown of its neighbours now. That a message is not shown proves nothing by itself:
// journals have gaps, forget, and hide recipients without an account. But if the one
// before it is still shown, they have not forgotten; and since the queue is first in,
// first out, one behind it that was sent within its day means that it had left, too.
func (s silence) expired(before, after sight) []ledger.Tracked {
	if before.silent || before.status == "" {
		return nil
	}
	if s.after == nil {
		return s.messages
	}
	var gone []ledger.Tracked
	for _, m := range s.messages {
		if !after.at.IsZero() && after.at.After(m.PostedAt.Add(greenapi.QueueLife)) {
			gone = append(gone, m)
		}
	}
	return gone
}

// concludeExpired finds the messages that the queue dropped: the API has no word for them.
func (k *tracker) concludeExpired(ctx context.Context) error {
	silent := map[int64]bool{}
	for _, m := range k.silent {
		if m.Delivery == "" && time.Since(m.PostedAt) > greenapi.QueueLife+expirySlack {
			silent[m.ID] = true
		}
	}
	if len(silent) == 0 {
		return nil
	}
	all, err := silences(k.Account.Posted(ctx), silent)
	if err != nil {
		return ledgerStop(err)
	}
	for _, s := range all {
		if err := k.conclude(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (k *tracker) conclude(ctx context.Context, s silence) (err error) {
	var before, after sight
	if s.before == nil {
		return nil
	}
	if before, err = k.ask(ctx, *s.before); err != nil {
		return err
	}
	if s.after != nil {
		if after, err = k.ask(ctx, *s.after); err != nil {
			return err
		}
	}
	var gone []ledger.Delivery
	for _, m := range s.expired(before, after) {
		gone = append(gone, ledger.Delivery{Message: m.ID, Status: ledger.Expired})
	}
	return k.save(gone)
}
