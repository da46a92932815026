package sender

import (
	"context"
	"errors"
	"slices"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/settle"
)

// untilDecision returns how long until there is something to decide.
func (d *doubts) untilDecision(now time.Time) time.Duration {
	if !d.stale || d.undecided() == 0 {
		return forever
	}
	return max(0, d.decidedAt.Add(decideEvery).Sub(now))
}

// settle decides what the evidence settles, makes that durable, and plans the next reading. idle says that nothing is
// being posted, and authorized since when the account was seen to be nothing else. It returns what is no longer in doubt.
func (d *doubts) settle(ctx context.Context, now time.Time, idle bool, authorized time.Time) (over []settled, err error) {
	d.stale = d.stale || idle != d.idle
	d.idle = idle
	if d.untilDecision(now) > 0 {
		return nil, nil
	}
	d.stale, d.decidedAt = false, now
	if err := errors.Join(d.followClock(), d.disbelieve()); err != nil {
		return nil, err
	}
	at := d.clocks.now()
	evidence, err := d.evidence(ctx, at, authorized)
	if err != nil {
		return nil, err
	}
	verdicts := d.decide(evidence, at)
	for i := range verdicts {
		o := &d.open[i]
		if o.final { // its views are forgotten
			verdicts[i].Kind = settle.Undecidable
			continue
		}
		if err := d.apply(o, verdicts[i]); err != nil {
			return over, err
		}
		if o.over {
			over = append(over, settled{*o, verdicts[i].Kind == settle.Found})
		}
	}
	if d.next, d.due = evidence.Next(at, verdicts); d.due {
		d.readAt = now.Add(d.next.At.Sub(at))
	}
	d.shown, d.posted = d.countShown(evidence, at), 0
	d.open = slices.DeleteFunc(d.open, func(o openDoubt) bool { return o.over })
	d.forget()
	return over, nil
}

// settled is a message that is no longer in doubt: it was found, or shown to be absent.
type settled struct {
	openDoubt
	found bool
}

// evidence is all that is known at this moment of the API's clock.
func (d *doubts) evidence(ctx context.Context, at, authorized time.Time) (settle.Evidence, error) {
	e := settle.Evidence{SettleAfter: d.settleAfter, Views: d.views,
		Owns: func(id string) bool { return d.owned[id] },
		Idle: d.idle, AuthorizedSince: d.clocks.there(authorized)}
	for _, o := range d.open {
		e.Doubts = append(e.Doubts, o.settle)
	}
	own, err := d.account.OwnSince(ctx, d.oldest(at).Add(-e.SettleAfter-greenapi.ClockSlack))
	for _, o := range own {
		s := d.clocks.spanOf(o.Attempt, o.StartedAt, o.Start, o.End)
		e.Own = append(e.Own, settle.Own{IDMessage: o.IDMessage, ChatID: o.ChatID, PostedAt: s.Start, PostedBy: s.StartBy})
	}
	return e, err
}

// countShown counts our messages that lie behind the oldest doubt that is undecided.
func (d *doubts) countShown(e settle.Evidence, at time.Time) int {
	oldest, n := d.oldest(at), 0
	for _, o := range e.Own {
		if !o.PostedAt.Before(oldest.Add(-2 * time.Minute)) { // a journal is asked in whole minutes
			n++
		}
	}
	return n
}

// apply makes a verdict durable.
func (d *doubts) apply(o *openDoubt, v settle.Verdict) error {
	var outcome ledger.Outcome
	switch v.Kind {
	case settle.Found:
		outcome = ledger.Outcome{Status: ledger.Accepted, IDMessage: v.IDMessage}
	case settle.Absent:
		outcome = ledger.Outcome{Status: ledger.Pending, Reason: words.New("not-sent/absent", "why", v.Why)}
	case settle.Undecidable:
		o.final, d.blind = true, true
		return d.account.Remark(o.Message, words.New("doubt/undecided", "why", v.Why, "tried", v.Tried), v.Exhausted)
	default:
		return nil
	}
	if err := d.account.Settle(o.Message, outcome); err != nil {
		return err
	}
	o.over, d.blind = true, false
	return nil
}
