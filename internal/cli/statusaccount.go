package cli

import (
	"context"
	"fmt"
	"time"

	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

// accountStatus is the account as --json tells it: as the last run saw it, and what was sent today.
type accountStatus struct {
	Ledger        string  `json:"ledger"`
	State         string  `json:"state"`
	ReadAt        string  `json:"readAt,omitempty"`
	Queued        int     `json:"queued"`
	Interval      float64 `json:"intervalSeconds"`
	SentToday     int     `json:"sentToday"`
	DailyLimit    int     `json:"dailyLimit,omitempty"`
	NewChatsToday *int    `json:"newChatsToday,omitempty"` // counted where a limit needs it: it takes time
	NewChatsLimit int     `json:"newChatsPerDay,omitempty"`
	InDoubt       int     `json:"inDoubt"`
}

// tellAccount tells what is known of the account without asking it.
func (c *statusCmd) tellAccount(ctx context.Context, a *app, l *ledger.Ledger) (ledger.Account, error) {
	seen, err := l.Account(ctx)
	if err != nil || seen.ReadAt.IsZero() {
		return seen, err
	}
	today := pace.Today(time.Now())
	messages, err := l.SentSince(ctx, today)
	if err != nil {
		return seen, err
	}
	var newChats *int
	if seen.NewChatsPerDay > 0 {
		n, err := l.NewChatsSince(ctx, today)
		if err != nil {
			return seen, err
		}
		newChats = &n
	}
	doubts, err := l.Doubts(ctx)
	if err != nil {
		return seen, err
	}
	if a.json {
		a.printJSON(accountStatus{Ledger: l.Path(), State: seen.State, ReadAt: seen.ReadAt.Format(timeLayout), Queued: seen.Queued,
			Interval: seen.Interval.Seconds(), SentToday: messages, DailyLimit: seen.DailyLimit,
			NewChatsToday: newChats, NewChatsLimit: seen.NewChatsPerDay, InDoubt: len(doubts)})
		return seen, nil
	}
	fmt.Fprintf(a.out, "account: %s as of %s ago, %d in its queue, one message every %s\n",
		seen.State, time.Since(seen.ReadAt).Round(time.Second), seen.Queued, seen.Interval)
	fmt.Fprintf(a.out, "  today: %d messages%s", messages, left(seen.DailyLimit, messages))
	if newChats != nil {
		fmt.Fprintf(a.out, ", %d new chats%s", *newChats, left(seen.NewChatsPerDay, *newChats))
	}
	if seen.DailyLimit > 0 || newChats != nil {
		fmt.Fprintf(a.out, " (days of %s)", pace.Zone(today))
	}
	fmt.Fprintln(a.out)
	if len(doubts) > 0 {
		fmt.Fprintf(a.out, "  in doubt: %d\n", len(doubts))
	}
	return seen, nil
}

// left says what is left of a limit, if there is one.
func left(limit, used int) string {
	if limit <= 0 {
		return ""
	}
	return fmt.Sprintf(" of %d, %d left", limit, max(0, limit-used))
}
