package job

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"contactcast/internal/words"
	"contactcast/sender"
	"contactcast/sender/ledger"
)

// Plan is what is about to be sent.
type Plan struct {
	// Fingerprint stands for the list as planned, the account, and what is left to send: another plan has another.
	Fingerprint string
	// List stands for the list and the account alone: what is left of a plan later has the same.
	List string
	// From is the number that sends, as digits, "" if the API did not say; State is the instance's.
	From, State string
	Sandbox     bool
	// Cards is how many this run may send, of Pending; to Chats chats. Doubts are sent again only if
	// evidence shows that they were not, Invalid cannot be sent.
	Cards, Pending, Chats, Doubts, Invalid int
	// Interval is the time from one card to the next; 0 is as fast as the API takes them.
	Interval time.Duration
	// First is the first card; nil if there is none.
	First *ledger.Message
}

// Takes is about how long sending takes.
func (p Plan) Takes() time.Duration { return time.Duration(p.Cards) * p.Interval }

// confirm has the plan confirmed, once.
func (v *sending) confirm(ctx context.Context, seen sender.AccountInfo) error {
	if v.options.Confirm == nil || v.asked {
		return nil
	}
	p := Plan{From: seen.Phone, State: string(seen.State), Sandbox: v.in.sandbox, Pending: v.before[words.Pending], Doubts: v.before[words.Unknown],
		Invalid: v.before[words.Invalid], Interval: v.options.Rate.Interval(seen.Delay, v.in.loopback())}
	p.Cards = p.Pending
	if v.options.Limit > 0 {
		p.Cards = min(p.Cards, v.options.Limit)
	}
	var err error
	if p.Chats, err = v.ledger.PendingChats(ctx, v.job.ID); err != nil {
		return err
	}
	first, err := v.ledger.Pending(ctx, v.job.ID, 0, 1)
	if err != nil {
		return err
	}
	if len(first) > 0 {
		p.First = &first[0]
	}
	p.List = fingerprint(v.job.Fingerprint, v.in.IDInstance, seen.Phone)
	p.Fingerprint = fingerprint(p.List, p.Cards, p.Pending, p.Chats)
	if !v.options.Confirm(p) {
		if v.options.test != nil {
			return refuse("declined/test")
		}
		return refuse("declined/plan")
	}
	v.asked = true
	return nil
}

// fingerprint stands for some values.
func fingerprint(values ...any) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", values))
	return fmt.Sprintf("%x", sum[:12])
}
