package sender

import (
	"cmp"
	"context"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/settle"
)

// strangersAfter is how old the ledger's last attempt must be for a look at strangers to be worth its requests.
const strangersAfter = time.Hour

// Strangers are a job's messages that the account shows as sent, though this ledger never
// sent them: the sign of a lost, restored or second ledger.
type Strangers struct {
	messages []ledger.Message
	ids      []string // of each; "" if it may be any of several
}

// Count is the number of messages.
func (s Strangers) Count() int { return len(s.messages) }

// Adopt takes them as accepted; those of which it is not known which is which, as unknown.
func (s Strangers) Adopt(l *ledger.Ledger) error { return l.Adopt(s.messages, s.ids) }

// FindStrangers looks at the account's queue and journal once, if the ledger is new or
// made no request within the last hour. What cannot be read shows nothing.
func FindStrangers(ctx context.Context, c *greenapi.Client, l *ledger.Ledger, job int64) (Strangers, error) {
	last, err := l.LastAttempt(ctx)
	if err != nil || time.Since(last) < strangersAfter {
		return Strangers{}, err
	}
	var views []settle.View
	for _, r := range []settle.Read{{Source: settle.Queue}, {Source: settle.Journal, Minutes: allMinutes}} {
		v, err := look(ctx, c, r, skew{})
		if err == nil {
			views = append(views, v)
		}
	}
	owned, err := l.Owned(ctx, idsIn(views...))
	if err != nil {
		return Strangers{}, err
	}
	var failed error // of the ledger, seen inside the look-ups
	byID := map[int64]ledger.Message{}
	planned := func(chatID string, phone int64) (found []settle.Planned) {
		messages, err := l.NeverTried(ctx, job, chatID, phone)
		failed = cmp.Or(failed, err)
		for _, m := range messages {
			byID[m.ID] = m
			found = append(found, settle.Planned{Message: m.ID, Body: m.Card})
		}
		return found
	}
	return gather(settle.Strangers(views, func(id string) bool { return owned[id] }, planned), byID), failed
}

// gather gives each message its id, or none if it may be one of several.
func gather(strangers []settle.Stranger, byID map[int64]ledger.Message) Strangers {
	var s Strangers
	index := map[int64]int{}
	for _, stranger := range strangers {
		for _, id := range stranger.Messages {
			i, seen := index[id]
			if !seen {
				i = len(s.messages)
				index[id] = i
				s.messages, s.ids = append(s.messages, byID[id]), append(s.ids, stranger.IDMessage)
			}
			if len(stranger.Messages) > 1 {
				s.ids[i] = ""
			}
		}
	}
	return s
}
