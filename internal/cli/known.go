package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"contactcast/internal/account"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

// knownAccount is what is known of the account without asking it.
type knownAccount struct {
	ledger.Account
	path      string // of its ledger; "" if no account is chosen
	isNew     bool   // there is no ledger yet
	simulated bool
	several   *account.SeveralError // or nil: which account is meant is not known
}

// known reads what the account's ledger tells; check needs neither.
func (f *accountFlags) known(ctx context.Context) (k knownAccount, err error) {
	k.simulated = f.Sandbox
	var none *noStateError
	if _, err := f.stateFolder(); errors.As(err, &none) {
		return k, nil // nothing can have been kept
	}
	if _, err := f.complete(); errors.As(err, &k.several) {
		return k, nil
	} else if err != nil {
		return k, err
	}
	if !f.Sandbox && f.IDInstance == "" {
		return k, nil
	}
	if k.path, err = f.ledgerPath(); err != nil {
		return k, err
	}
	l, err := ledger.OpenReadOnly(ctx, k.path)
	if errors.Is(err, fs.ErrNotExist) {
		k.isNew = true
		return k, nil
	}
	if err != nil {
		return k, err
	}
	k.Account, err = l.Account(ctx)
	return k, errors.Join(err, l.Close())
}

// String tells what the plan is compared with.
func (k knownAccount) String() string {
	switch {
	case k.several != nil:
		return k.several.Error() + "; none is chosen (--account), so what was sent before is not looked at"
	case k.path == "":
		return "no account is chosen: what was sent before is not looked at"
	case k.isNew:
		return "nothing was sent from this account yet: there is no ledger " + k.path
	}
	return "ledger: " + k.path
}

// takes tells how long sending so many cards takes, and what that is taken from.
func (k knownAccount) takes(cards int) string {
	interval, from := pace.Rate{}.Interval(0, false), "the shortest delay that GREEN-API allows; the account's own may be longer"
	switch {
	case !k.ReadAt.IsZero():
		interval, from = k.Interval, "as in the last run"
	case k.simulated:
		interval, from = sandboxDelay, "as the simulated account has it"
	}
	if interval == 0 {
		return "as long as the API takes: no pace was kept to in the last run"
	}
	text := fmt.Sprintf("about %s: one card every %s, %s", estimate(cards, interval), interval, from)
	if limit := k.DailyLimit; limit > 0 && cards > limit {
		text += fmt.Sprintf("; with its limit of %d a day, %d days", limit, (cards+limit-1)/limit)
	}
	return text
}
