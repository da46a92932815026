package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"contactcast/sender"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
	"contactcast/sender/settle"
)

// adoption is what to do with cards that the account shows as sent and the ledger does not know: "" stops, "all" takes
// them as accepted, "none" records that they are not this list's.
type adoption string

const (
	adoptAll  adoption = "all"
	adoptNone adoption = "none"
)

// Decode reads --adopt, which may have the word none behind it.
func (a *adoption) Decode(ctx *kong.DecodeContext) error {
	*a = adoptAll
	next := ctx.Scan.Peek()
	attached := next.Type == kong.FlagValueToken
	if !attached && next.String() != string(adoptNone) {
		return nil
	}
	if *a = adoption(ctx.Scan.Pop().String()); *a != adoptAll && *a != adoptNone {
		return fmt.Errorf("%q: want --adopt or --adopt none", *a)
	}
	return nil
}

// IsBool has kong take the flag without a value.
func (adoption) IsBool() bool { return true }

// unrecorded refuses to send what the account shows as sent already, unless the operator has said what it is. It looks
// before a run's first message, when there is one that may be sent now.
func (r *run) unrecorded(ctx context.Context, s *sender.Run) error {
	may, err := r.maySendNow(ctx, s.Account)
	if err != nil || !may || r.NoJournal {
		return err
	}
	u, err := s.FindUnrecorded(ctx, r.tellWait)
	var look *sender.LookError
	if errors.As(err, &look) {
		err = &sender.StopError{Code: "unlooked", Text: unlooked(look), Err: err}
	}
	if err != nil {
		return r.recorded(explained(r.account, err))
	}
	if err := r.waited(); err != nil {
		return err
	}
	if u.NoJournal {
		r.log("this account's settings keep no journal of what is sent, so that a ledger that was lost or restored could not be noticed")
	}
	if u.Count() == 0 && len(u.Unclear) == 0 {
		return nil
	}
	return r.adopt(ctx, u)
}

// maySendNow reports whether something is to be sent, and the limits and hours allow it.
func (r *run) maySendNow(ctx context.Context, account sender.Account) (bool, error) {
	if r.before[ledger.Pending] == 0 {
		return false, nil
	}
	now, limits := time.Now(), r.limits()
	sent := 0
	if limits.Daily > 0 {
		var err error
		if sent, err = r.ledger.SentSince(ctx, pace.Today(now)); err != nil {
			return false, err
		}
	}
	queued := now.Add(time.Duration(account.Queued) * account.Delay)
	return limits.Reached(now, pace.Used{Messages: sent}, queued) == nil, nil
}

// adopt does with unrecorded cards what the operator has said, or asks.
func (r *run) adopt(ctx context.Context, u sender.Unrecorded) error {
	switch {
	case r.Adopt == adoptNone:
		n, err := u.Disown(r.ledger)
		if err == nil {
			r.log("%d %s that the account shows are recorded as not this list's", n, plural(n, "card", "cards"))
		}
		return err
	case r.Adopt == "" && u.Count() > 0:
		return &startError{"unrecorded", errors.New(r.shownAlready(u))}
	case u.Count() > 0:
		if err := u.Adopt(r.ledger); err != nil {
			return err
		}
		r.log("%d %s that the account shows as sent are taken as accepted", u.Count(), plural(u.Count(), "card", "cards"))
		var err error
		if r.before, err = r.ledger.Counts(ctx, r.job.ID); err != nil {
			return err
		}
	}
	if len(u.Unclear) > 0 {
		return &startError{"unrecorded", errors.New(shownHidden(u.Unclear))}
	}
	return nil
}

// shownAlready says what the account shows.
func (r *run) shownAlready(u sender.Unrecorded) string {
	n := u.Count()
	text := fmt.Sprintf("this account already sent %d of these cards, not recorded in %s: was the ledger lost, restored from a backup, or is it another machine's? "+
		"Nothing was sent. --adopt takes them as accepted; --adopt none records that they are not this list's, and sends them", n, r.ledger.Path())
	if len(u.Unclear) > 0 {
		text += "; and " + shownHidden(u.Unclear)
	}
	return text
}

// shownHidden says what the account shows without saying to whom it went.
func shownHidden(all []settle.Hidden) string {
	ids, first, last := 0, time.Time{}, time.Time{}
	for _, h := range all {
		ids += len(h.IDs)
		if !h.First.IsZero() && (first.IsZero() || h.First.Before(first)) {
			first = h.First
		}
		if h.Last.After(last) {
			last = h.Last
		}
	}
	when := ""
	if !first.IsZero() {
		when = fmt.Sprintf(" (%s to %s)", first.Local().Format("2006-01-02 15:04:05"), last.Local().Format("2006-01-02 15:04:05 MST"))
	}
	return fmt.Sprintf("this account sent %d %s like these%s that are not recorded here, to chats that it shows under hidden ids (@lid): "+
		"more rows than that hold such a card, and which of them were sent cannot be told. Nothing was sent. "+
		"If they are another list's, --adopt none records that, and sends", ids, plural(ids, "card", "cards"), when)
}

// unlooked says what could not be looked at, and what to do.
func unlooked(e *sender.LookError) string {
	what := map[string]string{"showMessagesQueue": "queue", "lastOutgoingMessages": "journal"}[e.Method]
	word := "if this ledger was neither lost nor restored from a backup, --no-journal sends without looking"
	if e.Quota {
		return fmt.Sprintf("the plan's requests for %s are used up for this month, so the account's %s cannot be looked at for cards "+
			"that this ledger does not know, and nothing was sent: change the tariff in GREEN-API's console, or wait for the 1st; %s (%v)", e.Method, what, word, e.Err)
	}
	return fmt.Sprintf("the account's %s cannot be looked at for cards that this ledger does not know, so nothing was sent: "+
		"the same command tries again; %s (%v)", what, word, e.Err)
}

// tellClock says that a clock was wrong.
func (r *run) tellClock(ahead time.Duration) {
	r.log("this ledger's last messages are dated %s ahead of the API's clock: this machine's clock was wrong when they were sent; they are dated anew",
		ahead.Round(time.Second))
}

// onceOnly are flags that hold for the run that was given them, not for one that goes on.
func onceOnly(args []string) (kept []string) {
	for i, arg := range args {
		name, _, _ := strings.Cut(arg, "=")
		afterAdopt := i > 0 && args[i-1] == "--adopt" && arg == string(adoptNone)
		if name != "--no-journal" && name != "--adopt" && !afterAdopt {
			kept = append(kept, arg)
		}
	}
	return kept
}
