package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"contactcast/internal/words"
	"contactcast/sender"
	"contactcast/sender/pace"
)

// Adoption says what to do with cards that the account shows as sent and the ledger does not know.
type Adoption string

// The choices.
const (
	AskUnrecorded Adoption = ""     // stop and ask
	AdoptAll      Adoption = "all"  // they are this list's: mark them accepted
	AdoptNone     Adoption = "none" // record that they are not
)

// UnrecordedError says that the account shows cards as sent that its ledger does not know.
type UnrecordedError struct {
	Ledger string
	// Cards are of this list, to its chats.
	Cards int
	// Hidden are cards to chats shown under hidden ids, of which more rows hold such a card than
	// were sent, from First to Last; the times are zero where they are not known.
	Hidden      int
	First, Last time.Time
}

// Error counts them.
func (e *UnrecordedError) Error() string {
	return fmt.Sprintf("%d cards, and %d to hidden ids, are not recorded in %s", e.Cards, e.Hidden, e.Ledger)
}

// Fact is what the account shows, and asks what that is.
func (e *UnrecordedError) Fact() words.Fact {
	var both []words.Fact
	switch {
	case e.Cards > 0 && e.Hidden > 0:
		both = append(both, words.New("unrecorded/cards-too", "n", e.Cards, "ledger", e.Ledger))
	case e.Cards > 0:
		both = append(both, words.New("unrecorded/cards", "n", e.Cards, "ledger", e.Ledger))
	}
	switch {
	case e.Hidden > 0 && e.First.IsZero():
		both = append(both, words.New("unrecorded/hidden", "n", e.Hidden))
	case e.Hidden > 0:
		both = append(both, words.New("unrecorded/hidden-dated", "n", e.Hidden,
			"first", e.First.Local().Format(time.DateTime), "last", e.Last.Local().Format(time.DateTime+" MST")))
	}
	return words.Chain("unrecorded/both", both...)
}

// unrecorded refuses to send what the account shows as sent already, unless somebody has said what it is. It looks
// before a run's first message, when there is one that may be sent now.
func (v *sending) unrecorded(ctx context.Context, s *sender.Run) error {
	if v.options.NoJournal {
		return nil
	}
	found := make([]sender.Unrecorded, len(v.members))
	err := each(ctx, v.members, func(ctx context.Context, m *member) (err error) {
		may, err := v.maySendNow(ctx, m)
		if err != nil || !may {
			return err
		}
		found[slices.Index(v.members, m)], err = s.FindUnrecorded(ctx, m.lane(v.teller), m.waiting(v.teller, v.job.ID))
		if look, ok := errors.AsType[*sender.ReadError](err); ok {
			err = &Stop{Reason: look.Fact(), Err: err}
		}
		if err != nil {
			return m.explained(err)
		}
		return m.waited(v.job.ID)
	})
	if err != nil {
		return v.recorded(err)
	}
	u := sender.Together(found)
	if u.NoJournal {
		v.note("no-journal-kept")
	}
	if u.Count() == 0 && len(u.Unclear) == 0 {
		return nil
	}
	return v.adopt(ctx, u)
}

// maySendNow reports whether something is to be sent, and the limits and hours allow it.
func (v *sending) maySendNow(ctx context.Context, m *member) (bool, error) {
	if v.before[words.Pending] == 0 {
		return false, nil
	}
	now, limits := time.Now(), v.options.Limits
	sent := 0
	if limits.Daily > 0 {
		var err error
		if sent, err = m.account.SentSince(ctx, pace.Today(now)); err != nil {
			return false, err
		}
	}
	queued := now.Add(time.Duration(m.seen.Queued) * m.seen.Delay)
	return limits.Reached(now, pace.Used{Messages: sent}, queued) == nil, nil
}

// adopt does with unrecorded cards what was said, or asks.
func (v *sending) adopt(ctx context.Context, u sender.Unrecorded) error {
	switch {
	case v.options.Adopt == AdoptNone:
		n, err := u.Disown(v.ledger)
		if err == nil {
			v.note("disowned", "n", n)
		}
		return err
	case v.options.Adopt == AskUnrecorded && u.Count() > 0:
		return v.shows(u, u.Count())
	case u.Count() > 0:
		if err := u.Adopt(v.ledger); err != nil {
			return err
		}
		v.note("unrecorded/adopted", "n", u.Count())
		var err error
		if v.before, err = v.ledger.Counts(ctx, v.job.ID); err != nil {
			return err
		}
	}
	if len(u.Unclear) > 0 {
		return v.shows(u, 0)
	}
	return nil
}

// shows says what the account shows.
func (v *sending) shows(u sender.Unrecorded, cards int) error {
	e := UnrecordedError{Ledger: v.ledger.Path(), Cards: cards}
	for _, h := range u.Unclear {
		e.Hidden += len(h.IDs)
		if !h.First.IsZero() && (e.First.IsZero() || h.First.Before(e.First)) {
			e.First = h.First
		}
		if h.Last.After(e.Last) {
			e.Last = h.Last
		}
	}
	return &e
}
