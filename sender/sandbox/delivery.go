package sandbox

import (
	"strings"
	"time"
)

// left is when the message went to WhatsApp, or was refused there.
func (e *entry) left() time.Time {
	if e.fate == refused {
		return e.refusedAt
	}
	return e.LeavesAt
}

// appears is when the message shows in the journal, if it does.
func (s *Sandbox) appears(e *entry) time.Time {
	lag := s.options.JournalLag
	if jitter := s.options.Quirks.JournalJitter; jitter > 0 {
		lag += time.Duration(s.chance(e.IDMessage, 0) * float64(jitter))
	}
	return e.left().Add(lag)
}

func (s *Sandbox) shown(e *entry, now time.Time) bool {
	q := &s.options.Quirks
	return !q.JournalOff && e.fate != expires && !now.Before(s.appears(e)) &&
		(q.JournalGaps == 0 || s.chance(e.IDMessage, 1) >= q.JournalGaps)
}

// How long after a message left its status changes.
const (
	sentAfter      = time.Second
	deliveredAfter = 3 * time.Second
)

// status is the message's delivery status and when that last changed.
func (s *Sandbox) status(e *entry, now time.Time) (string, time.Time) {
	if e.fate == refused {
		return e.refusedAs, e.refusedAt
	}
	digits, _, _ := strings.Cut(e.ChatID, "@")
	for ending, status := range s.options.Outcomes {
		if strings.HasSuffix(digits, ending) {
			return status, e.LeavesAt
		}
	}
	age := now.Sub(e.LeavesAt)
	switch {
	case age >= s.options.ReadAfter && mix(hash(e.ChatID))%2 == 0:
		return "read", e.LeavesAt.Add(s.options.ReadAfter)
	case age >= deliveredAfter:
		return "delivered", e.LeavesAt.Add(deliveredAfter)
	case age >= sentAfter:
		return "sent", e.LeavesAt.Add(sentAfter)
	}
	return "pending", e.LeavesAt
}
