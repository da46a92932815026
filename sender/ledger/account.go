package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Account is what the last run saw of the account, and what it was told to keep to.
type Account struct {
	// State is the instance's state, Queued the length of its queue, and ReadAt when they were read.
	State  string
	Queued int
	ReadAt time.Time
	// Interval is the time from one message to the next; 0 is no pacing.
	Interval time.Duration
	// DailyLimit and NewChatsPerDay are the run's limits; 0 is none.
	DailyLimit, NewChatsPerDay int
}

// SaveAccount keeps what was seen of the account, for status to show.
func (l *Ledger) SaveAccount(a Account) error {
	return l.commit(func(t *tx) error {
		return t.exec(`INSERT OR REPLACE INTO account (id, state, queued, read_at, interval, daily_limit, new_chats_per_day)
			VALUES (1, ?, ?, ?, ?, ?, ?)`, a.State, a.Queued, a.ReadAt.UnixMilli(), a.Interval.Milliseconds(), a.DailyLimit, a.NewChatsPerDay)
	})
}

// Account returns what the last run saw of the account; the zero value if none did.
func (l *Ledger) Account(ctx context.Context) (Account, error) {
	var a Account
	var at, interval sql.NullInt64
	err := l.read.QueryRowContext(ctx, `SELECT state, queued, read_at, interval, daily_limit, new_chats_per_day FROM account`).
		Scan(&a.State, &a.Queued, &at, &interval, &a.DailyLimit, &a.NewChatsPerDay)
	if errors.Is(err, sql.ErrNoRows) {
		return Account{}, nil
	}
	if err != nil {
		return Account{}, unread(err)
	}
	a.ReadAt, a.Interval = fromMilli(at), time.Duration(interval.Int64)*time.Millisecond
	return a, nil
}

// LastAttempts returns when the account's last n requests were made, oldest first.
func (l *Ledger) LastAttempts(ctx context.Context, n int) ([]time.Time, error) {
	times, err := collect[int64](ctx, l.read, `SELECT started_at FROM
		(SELECT started_at FROM attempts ORDER BY started_at DESC LIMIT ?) ORDER BY started_at`,
		func(ms *int64) []any { return []any{ms} }, n)
	last := make([]time.Time, len(times))
	for i, ms := range times {
		last[i] = time.UnixMilli(ms)
	}
	return last, err
}

// LastAttempt returns when the account's last request was made, or the zero time.
func (l *Ledger) LastAttempt(ctx context.Context) (time.Time, error) {
	last, err := l.LastAttempts(ctx, 1)
	if err != nil || len(last) == 0 {
		return time.Time{}, err
	}
	return last[0], nil
}

// SentSince counts the messages sent, or perhaps sent, since a time, in all jobs. What is in flight is not counted.
func (l *Ledger) SentSince(ctx context.Context, since time.Time) (int, error) {
	return l.count(ctx, `SELECT count(*) FROM attempts WHERE started_at >= ? AND outcome IN ('accepted', 'unknown')`, since.UnixMilli())
}

// FirstSent returns when the account's first message was sent, accepted or perhaps accepted; the zero time if none was.
func (l *Ledger) FirstSent(ctx context.Context) (time.Time, error) {
	var at sql.NullInt64
	err := l.read.QueryRowContext(ctx, `SELECT min(started_at) FROM attempts WHERE outcome IN ('accepted', 'unknown')`).Scan(&at)
	if err != nil {
		return time.Time{}, unread(err)
	}
	return fromMilli(at), nil
}

// NewChatsSince counts the chats among the messages of SentSince that this account had never written to before.
func (l *Ledger) NewChatsSince(ctx context.Context, since time.Time) (int, error) {
	return l.count(ctx, `SELECT count(*) FROM (SELECT DISTINCT m.chat_id AS chat
			FROM attempts a JOIN messages m ON m.id = a.message
			WHERE a.started_at >= ?1 AND a.outcome IN ('accepted', 'unknown')) AS today
			WHERE NOT EXISTS (SELECT 1 FROM messages o JOIN attempts b ON b.id = o.attempt
			WHERE o.chat_id = today.chat AND b.started_at < ?1 AND b.outcome IN ('accepted', 'unknown'))`, since.UnixMilli())
}

// KnowsChat reports whether this account wrote, or perhaps wrote, to that chat. What is in flight does not count.
func (l *Ledger) KnowsChat(ctx context.Context, chatID string) (bool, error) {
	var known bool
	err := l.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM messages m
		JOIN attempts a ON a.id = m.attempt WHERE m.chat_id = ? AND a.outcome IN ('accepted', 'unknown'))`, chatID).Scan(&known)
	if err != nil {
		return false, unread(err)
	}
	return known, nil
}

// AcceptedSince returns the job's rows that were accepted at that time or later.
func (l *Ledger) AcceptedSince(ctx context.Context, job int64, since time.Time) ([]int, error) {
	return collect[int](ctx, l.read, `SELECT m.row FROM attempts a JOIN messages m ON m.id = a.message AND m.attempt = a.id
		WHERE a.started_at >= ? AND m.job = ? AND m.status = 'accepted' AND m.row IS NOT NULL ORDER BY m.row`,
		func(row *int) []any { return []any{row} }, since.UnixMilli(), job)
}
