package job

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"contactcast/internal/words"
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
	// Accounts are those that the list is shared out to, if there are several; From, State and Interval are
	// then the first's, and that of all together. Elsewhere counts chats that only know other accounts.
	Accounts  []AccountPlan
	Elsewhere int
}

// AccountPlan is one account of several.
type AccountPlan struct {
	Name string
	// From is its number, as digits, "" if the API did not say; State is the instance's.
	From, State string
	// Interval is the time from one of its cards to the next; 0 is as fast as the API takes them.
	Interval time.Duration
}

// Takes is about how long sending takes.
func (p Plan) Takes() time.Duration { return time.Duration(p.Cards) * p.Interval }

// confirm has the plan confirmed, once.
func (v *sending) confirm(ctx context.Context) error {
	if v.options.Confirm == nil || v.asked {
		return nil
	}
	first := v.members[0]
	p := Plan{From: first.seen.Phone, State: string(first.seen.State), Sandbox: first.sandbox, Pending: v.before[words.Pending], Doubts: v.before[words.Unknown],
		Invalid: v.before[words.Invalid], Interval: v.options.Rate.Interval(first.seen.Delay, first.loopback())}
	p.Cards = p.Pending
	if v.options.Limit > 0 {
		p.Cards = min(p.Cards, v.options.Limit)
	}
	var err error
	if p.Chats, err = v.ledger.PendingChats(ctx, v.job.ID); err != nil {
		return err
	}
	next, err := v.ledger.Pending(ctx, v.job.ID, 0, 1)
	if err != nil {
		return err
	}
	if len(next) > 0 {
		p.First = &next[0]
	}
	if err := v.share(ctx, &p); err != nil {
		return err
	}
	from := []any{v.job.Fingerprint}
	for _, m := range v.members {
		from = append(from, m.IDInstance, m.seen.Phone)
	}
	p.List = fingerprint(from...)
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

// share says of a plan how it is shared out among several accounts.
func (v *sending) share(ctx context.Context, p *Plan) (err error) {
	if len(v.members) == 1 {
		return nil
	}
	perSecond := 0.0
	for _, m := range v.members {
		one := AccountPlan{m.label, m.seen.Phone, string(m.seen.State), v.options.Rate.Interval(m.seen.Delay, m.loopback())}
		p.Accounts = append(p.Accounts, one)
		perSecond += 1 / one.Interval.Seconds()
	}
	p.Interval = time.Duration(float64(time.Second) / perSecond).Round(time.Microsecond)
	p.Elsewhere, err = v.ledger.KnownElsewhere(ctx, v.job.ID)
	return err
}

// fingerprint stands for some values.
func fingerprint(values ...any) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", values))
	return fmt.Sprintf("%x", sum[:12])
}
