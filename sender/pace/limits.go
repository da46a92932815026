package pace

import (
	"time"

	"contactcast/internal/words"
)

// Limits are the operator's own. The zero value limits nothing.
type Limits struct {
	// Daily is how many messages may be sent in a calendar day; 0 is no limit.
	Daily int
	// NewChats is how many of them may go to chats that this account never wrote to.
	NewChats NewChats
	// Hours are the hours in which messages may be posted.
	Hours Hours
}

// Used is what was sent today, accepted or perhaps accepted, requests under way included.
type Used struct {
	Messages, NewChats int
}

// Stop says why a limit ends a run for now, and when it can go on.
type Stop struct {
	Reason words.Fact // with the code "daily-limit", "new-chats" or "window"
	Until  time.Time
}

// Reached returns the limit that forbids one more message at that time, or nil. queued is
// when what the account's queue holds will have left it: that must be within the hours too.
func (l Limits) Reached(now time.Time, used Used, queued time.Time) *Stop {
	if !l.Hours.Open(now) {
		return &Stop{words.New("window/closed", "hours", l.Hours, "zone", Zone(now)), l.Hours.Opens(now)}
	}
	if closes := l.Hours.Closes(now); !closes.IsZero() && queued.After(closes) {
		return &Stop{words.New("window/queued", "hours", l.Hours, "zone", Zone(now)), l.Hours.Opens(closes)}
	}
	if l.Daily > 0 && used.Messages >= l.Daily {
		return &Stop{words.New("daily-limit", "n", l.Daily), l.Hours.Opens(Tomorrow(now))}
	}
	return nil
}

// ReachedNewChats does so for a message to a chat that this account never wrote to; first is when it sent its first message.
func (l Limits) ReachedNewChats(now time.Time, used Used, first time.Time) *Stop {
	limit := l.NewChats.On(now, first)
	if limit <= 0 || used.NewChats < limit {
		return nil
	}
	return &Stop{words.New("new-chats", "n", limit), l.Hours.Opens(Tomorrow(now))}
}

// Today returns the beginning of the calendar day that holds t.
func Today(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// Tomorrow returns the beginning of the next.
func Tomorrow(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, t.Location())
}
