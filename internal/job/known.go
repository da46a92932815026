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
	// Seen is the account as the last run saw it; of several, what they do together, if all were seen.
	Seen LastSeen
	// Accounts is how many accounts are meant; 0 if none is chosen.
	Accounts int
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
	all, err := f.findAll()
	if k.Choices = f.Choices(); len(k.Choices) == 0 && err != nil {
		return k, err
	}
	k.Accounts = len(all)
	l, err := ledger.OpenReadOnly(ctx, k.Ledger)
	if errors.Is(err, fs.ErrNotExist) {
		k.IsNew = true
		return k, nil
	}
	if err != nil {
		return k, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	keys, noAccount := keysOf(all)
	if noAccount == nil {
		k.Seen, err = seenTogether(ctx, l, keys)
	}
	return k, err
}

// seenTogether is what the last run saw of accounts that share a list; the zero value if there is one that none saw.
func seenTogether(ctx context.Context, l *ledger.Ledger, keys []string) (all LastSeen, err error) {
	perSecond := 0.0
	for i, key := range keys {
		seen, err := seenOf(ctx, l, key)
		if err != nil || seen.ReadAt.IsZero() || len(keys) == 1 {
			return seen, err
		}
		perSecond += 1 / seen.Interval.Seconds()
		if i > 0 && (all.DailyLimit == 0 || seen.DailyLimit == 0) { // one without a limit sends the rest
			seen.DailyLimit, all.DailyLimit = 0, 0
		}
		all.DailyLimit += seen.DailyLimit
		if i == 0 || seen.ReadAt.Before(all.ReadAt) {
			all.ReadAt = seen.ReadAt
		}
	}
	all.Interval = time.Duration(float64(time.Second) / perSecond).Round(time.Microsecond)
	return all, nil
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
	if e.Basis != FromLastRun && k.Accounts > 1 {
		e.Interval /= time.Duration(k.Accounts)
	}
	e.Total = time.Duration(cards) * e.Interval
	if limit := k.Seen.DailyLimit; limit > 0 && cards > limit {
		e.Limit, e.Days = limit, (cards+limit-1)/limit
	}
	return e
}
