package sender

import (
	"context"
	"fmt"
	"time"

	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

// quota is how much of the operator's limits is used. The ledger knows what was sent
// today; this run's part is counted along, and read anew when the day changes.
type quota struct {
	day      time.Time
	first    time.Time      // when the account sent its first message, as far as that matters
	before   int            // sent today when the day was read, less what this run had sent
	newChats int            // chats first written to today, when the day was read
	chats    map[string]int // those since, and how many messages were posted, or are being posted, to each
	reached  *StopError     // the limit that messages were left for, if others could still be sent
}

// limit ends the run for a limit of the operator's, or waits for requests in flight, whose outcome may leave room.
func (l *lane) limit(ctx context.Context, stop *pace.Stop) {
	if l.progress.InFlight > 0 {
		l.wait(ctx, forever)
		return
	}
	l.halt(paused(stop))
}

// reached returns the limit that forbids one more message at that time, or nil.
func (l *lane) reached(now time.Time) *pace.Stop {
	sent := l.progress.Accepted + l.progress.Unknown + l.progress.InFlight
	queued := now.Add(time.Duration(l.watch.backlog.Estimate(now)) * l.watch.backlog.Drain())
	stop := l.Limits.Reached(now, pace.Used{Messages: l.quota.before + sent}, queued)
	if stop == nil && l.Limit > 0 && l.progress.Done()+l.progress.InFlight >= l.Limit {
		stop = &pace.Stop{Code: "limit", Text: fmt.Sprintf("--limit of %d rows is reached", l.Limit)}
	}
	return stop
}

// fresh tells whether the message would be the first to its chat, or another beside the
// first, and whether the limit of new chats lets it be posted. If not, it leaves the message
// for another day.
func (l *lane) fresh(ctx context.Context, now time.Time, m ledger.Message) (fresh, ok bool) {
	if l.Limits.NewChats.First <= 0 {
		return false, true
	}
	if l.quota.chats[m.ChatID] > 0 {
		return true, true
	}
	known, err := l.Ledger.KnowsChat(ctx, m.ChatID)
	if err != nil {
		l.ledgerFailed(err)
		return false, false
	}
	if stop := l.Limits.ReachedNewChats(now, pace.Used{NewChats: l.quota.newChats + len(l.quota.chats)}, l.quota.first); !known && stop != nil {
		if l.progress.InFlight > 0 && l.quota.newChats < l.newChatsLimit(now) { // one of them may leave room
			l.wait(ctx, forever)
			return false, false
		}
		l.quota.reached = paused(stop)
		l.claims.pass()
		return false, false
	}
	return !known, true
}

// newDay reads what was sent today when a day begins, and tells whether that is known. It
// waits for what is under way, which the ledger does not count yet.
func (l *lane) newDay(ctx context.Context, now time.Time) bool {
	today := pace.Today(now)
	if l.quota.day.Equal(today) || l.Limits.Daily <= 0 && l.Limits.NewChats.First <= 0 {
		return true
	}
	if l.progress.InFlight > 0 {
		l.wait(ctx, forever)
		return false
	}
	messages, err := l.Ledger.SentSince(ctx, today)
	newChats, first := 0, time.Time{}
	if err == nil && l.Limits.NewChats.First > 0 {
		newChats, err = l.Ledger.NewChatsSince(ctx, today)
	}
	if err == nil && l.Limits.NewChats.More > 0 {
		first, err = l.Ledger.FirstSent(ctx)
	}
	if err != nil {
		l.ledgerFailed(err)
		return false
	}
	l.quota = quota{day: today, first: first, newChats: newChats, chats: map[string]int{}, reached: l.quota.reached,
		before: messages - l.progress.Accepted - l.progress.Unknown}
	return true
}

// newChatsLimit is how many new chats may be written to on that day; 0 is no limit.
func (l *lane) newChatsLimit(now time.Time) int { return l.Limits.NewChats.On(now, l.quota.first) }

func paused(s *pace.Stop) *StopError {
	text := s.Text
	if !s.Until.IsZero() {
		text += "; it can go on at " + s.Until.Format("2006-01-02 15:04 MST")
	}
	return &StopError{Code: s.Code, Text: text, Until: s.Until}
}
