package job

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

// Known tells what a plan is compared with: what is known of the account without asking it.
type Known struct {
	Seen LastSeen
	// Ledger is the path of the ledger; "" if there is no place for one. IsNew says that there is none yet.
	Ledger string
	IsNew  bool
	// Sandbox says that it is the simulated account.
	Sandbox bool
	// Choices are the names of accounts of which none is chosen, or nil.
	Choices []string
}

func (Known) event() {}

// known reads what the ledger tells; a check needs neither it nor an account.
func (f From) known(ctx context.Context) (k Known, err error) {
	k.Sandbox = f.Sandbox
	k.Ledger, err = f.ledgerPath()
	if refusal, ok := errors.AsType[*Refusal](err); ok && refusal.Reason.Code == "state/none" {
		return k, nil // nothing can have been kept
	}
	if err != nil {
		return k, err
	}
	in, err := f.find()
	if k.Choices = f.Choices(); len(k.Choices) == 0 && err != nil {
		return k, err
	}
	l, err := ledger.OpenReadOnly(ctx, k.Ledger)
	if errors.Is(err, fs.ErrNotExist) {
		k.IsNew = true
		return k, nil
	}
	if err != nil {
		return k, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	key, noAccount := in.key()
	if noAccount == nil {
		k.Seen, err = seenOf(ctx, l, key)
	}
	return k, err
}

// seenOf is what the last run saw of an account; the zero value if none did.
func seenOf(ctx context.Context, l *ledger.Ledger, key string) (LastSeen, error) {
	a, err := l.Account(ctx, key)
	if errors.Is(err, ledger.ErrNoAccount) {
		return LastSeen{}, nil
	}
	if err != nil {
		return LastSeen{}, err
	}
	return a.Seen(ctx)
}

// Basis says what an estimate is taken from.
type Basis int

// The bases.
const (
	FromDocumentation Basis = iota // the shortest delay that GREEN-API allows
	FromLastRun
	FromSandbox
)

// Estimate is how long sending takes.
type Estimate struct {
	Interval time.Duration // from one card to the next; 0 is no pace
	Total    time.Duration
	Basis    Basis
	// Limit is the last run's daily limit where there are more cards, Days how many days it makes of it; or 0.
	Limit, Days int
}

// Takes estimates how long sending so many cards takes.
func (k Known) Takes(cards int) Estimate {
	e := Estimate{Interval: pace.Rate{}.Interval(0, false)}
	switch {
	case !k.Seen.ReadAt.IsZero():
		e.Interval, e.Basis = k.Seen.Interval, FromLastRun
	case k.Sandbox:
		e.Interval, e.Basis = trialDelay, FromSandbox
	}
	e.Total = time.Duration(cards) * e.Interval
	if limit := k.Seen.DailyLimit; limit > 0 && cards > limit {
		e.Limit, e.Days = limit, (cards+limit-1)/limit
	}
	return e
}
