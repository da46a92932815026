package sender

import (
	"context"
	"time"

	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

// quota is how much of the operator's limits is used. The ledger knows what was sent
// today; this run's part is counted along, and read anew when the day changes.
type quota struct {
	account *ledger.Account
	limits  pace.Limits

	day        time.Time
	first      time.Time      // when the account sent its first message, as far as that matters
	before     int            // sent today when the day was read, less what this run had sent
	newChats   int            // chats first written to today, when the day was read
	chats      map[string]int // those since, and how many messages were posted, or are being posted, to each
	turnedAway *StopError     // the limit for which messages were left though others could still be sent
}

// knowsDay reports whether what was sent today is known, as far as it matters.
func (q *quota) knowsDay(now time.Time) bool {
	return q.day.Equal(pace.Today(now)) || q.limits.Daily <= 0 && q.limits.NewChats.First <= 0
}

// readDay reads what was sent today, when nothing is in flight, which the ledger does not count yet. sent is how much
// of it this run has sent.
func (q *quota) readDay(ctx context.Context, now time.Time, sent int) error {
	today := pace.Today(now)
	messages, err := q.account.SentSince(ctx, today)
	newChats, first := 0, time.Time{}
	if err == nil && q.limits.NewChats.First > 0 {
		newChats, err = q.account.NewChatsSince(ctx, today)
	}
	if err == nil && q.limits.NewChats.More > 0 {
		first, err = q.account.FirstSent(ctx)
	}
	if err != nil {
		return err
	}
	q.day, q.first, q.before, q.newChats, q.chats = today, first, messages-sent, newChats, map[string]int{}
	return nil
}

// reached returns the limit that forbids one more message at that time, or nil. queued is when what the account's
// queue holds will have left it.
func (q *quota) reached(now time.Time, p Progress, queued time.Time) *pace.Stop {
	sent := p.Accepted + p.Unknown + p.InFlight
	return q.limits.Reached(now, pace.Used{Messages: q.before + sent}, queued)
}

// isNew reports whether a message would be the first to its chat, or another beside the first. It returns the limit
// of new chats if that forbids it.
func (q *quota) isNew(ctx context.Context, now time.Time, chatID string) (bool, *pace.Stop, error) {
	if q.limits.NewChats.First <= 0 {
		return false, nil, nil
	}
	if q.chats[chatID] > 0 {
		return true, nil, nil
	}
	known, err := q.account.KnowsChat(ctx, chatID)
	if known || err != nil {
		return false, nil, err
	}
	return true, q.limits.ReachedNewChats(now, pace.Used{NewChats: q.newChats + len(q.chats)}, q.first), nil
}

// mayGetRoom reports whether a message in flight may turn out to leave room for a new chat.
func (q *quota) mayGetRoom(now time.Time) bool { return q.newChats < q.newChatsLimit(now) }

// newChatsLimit is how many new chats may be written to on that day; 0 is no limit.
func (q *quota) newChatsLimit(now time.Time) int { return q.limits.NewChats.On(now, q.first) }

// turnAway takes in that a message was left for a limit.
func (q *quota) turnAway(stop *pace.Stop) { q.turnedAway = paused(stop) }

// use counts a message to a new chat; giveBack takes that back, since nothing was sent.
func (q *quota) use(chatID string) { q.chats[chatID]++ }
func (q *quota) giveBack(chatID string) {
	if q.chats[chatID]--; q.chats[chatID] <= 0 {
		delete(q.chats, chatID)
	}
}

// absent takes in that a message posted at that time proved not to be sent: what was not sent yesterday leaves no room
// today.
func (q *quota) absent(posted time.Time) {
	if posted.Before(q.day) {
		q.before++
	}
}

func paused(s *pace.Stop) *StopError {
	return &StopError{Reason: s.Reason, Until: s.Until}
}
