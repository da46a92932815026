package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Account is one of the ledger's accounts: what was sent from it, and when.
type Account struct {
	ledger *Ledger
	id     int64
	key    string
	clock  clock
}

// ErrNoAccount says that the ledger never heard of an account.
var ErrNoAccount = errors.New("no such account")

// Key returns what the account is known by.
func (a *Account) Key() string { return a.key }

// Account returns the account with that key, to look at; an error that wraps ErrNoAccount if the ledger does not know it.
func (l *Ledger) Account(ctx context.Context, key string) (*Account, error) {
	a := &Account{ledger: l, key: key}
	err := l.read.QueryRowContext(ctx, `SELECT id FROM accounts WHERE key = ?`, key).Scan(&a.id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("%q: %w", key, ErrNoAccount)
	}
	if err != nil {
		return nil, unread(err)
	}
	return a, nil
}

// AccountKeys returns the keys of all accounts that the ledger knows.
func (l *Ledger) AccountKeys(ctx context.Context) ([]string, error) {
	return collect[string](ctx, l.read, `SELECT key FROM accounts ORDER BY key`, func(key *string) []any { return []any{key} })
}

// AccountsOf returns the accounts that runs of a job had, to look at.
func (l *Ledger) AccountsOf(ctx context.Context, job int64) ([]*Account, error) {
	type row struct {
		id  int64
		key string
	}
	all, err := collect[row](ctx, l.read, `SELECT a.id, a.key FROM job_accounts j JOIN accounts a ON a.id = j.account WHERE j.job = ? ORDER BY a.key`,
		func(r *row) []any { return []any{&r.id, &r.key} }, job)
	accounts := make([]*Account, len(all))
	for i, a := range all {
		accounts[i] = &Account{ledger: l, id: a.id, key: a.key}
	}
	return accounts, err
}

// account returns the account with that key, and makes it if there is none.
func (t *tx) account(l *Ledger, key string) (*Account, error) {
	if err := t.exec(`INSERT INTO accounts (key) VALUES (?) ON CONFLICT DO NOTHING`, key); err != nil {
		return nil, err
	}
	a := &Account{ledger: l, key: key}
	if err := t.one(`SELECT id FROM accounts WHERE key = ?`, []any{key}, &a.id); err != nil {
		return nil, err
	}
	return a, a.clock.start(t, a.id)
}

// LastAttempts returns when the account's last n requests were made, oldest first.
func (a *Account) LastAttempts(ctx context.Context, n int) ([]time.Time, error) {
	times, err := collect[int64](ctx, a.ledger.read, `SELECT started_at FROM
		(SELECT started_at FROM attempts WHERE account = ? ORDER BY started_at DESC LIMIT ?) AS last ORDER BY started_at`,
		func(ms *int64) []any { return []any{ms} }, a.id, n)
	last := make([]time.Time, len(times))
	for i, ms := range times {
		last[i] = time.UnixMilli(ms)
	}
	return last, err
}

// LastAttempt returns when the account's last request was made, or the zero time.
func (a *Account) LastAttempt(ctx context.Context) (time.Time, error) {
	last, err := a.LastAttempts(ctx, 1)
	if err != nil || len(last) == 0 {
		return time.Time{}, err
	}
	return last[0], nil
}

// SentSince counts the messages sent, or perhaps sent, since a time, in all jobs. What is in flight is not counted.
func (a *Account) SentSince(ctx context.Context, since time.Time) (int, error) {
	return a.ledger.count(ctx, `SELECT count(*) FROM attempts WHERE account = ? AND started_at >= ? AND outcome IN ('accepted', 'unknown')`, a.id, since.UnixMilli())
}

// FirstSent returns when the account's first message was sent, accepted or perhaps accepted; the zero time if none was.
func (a *Account) FirstSent(ctx context.Context) (time.Time, error) {
	var at sql.NullInt64
	err := a.ledger.read.QueryRowContext(ctx, `SELECT min(started_at) FROM attempts WHERE account = ? AND outcome IN ('accepted', 'unknown')`, a.id).Scan(&at)
	if err != nil {
		return time.Time{}, unread(err)
	}
	return fromMilli(at), nil
}

// NewChatsSince counts the chats among the messages of SentSince that this account had never written to before.
func (a *Account) NewChatsSince(ctx context.Context, since time.Time) (int, error) {
	return a.ledger.count(ctx, `SELECT count(*) FROM (SELECT DISTINCT m.chat_id AS chat
			FROM attempts a JOIN messages m ON m.id = a.message
			WHERE a.account = ?2 AND a.started_at >= ?1 AND a.outcome IN ('accepted', 'unknown')) AS today
			WHERE NOT EXISTS (SELECT 1 FROM messages o JOIN attempts b ON b.id = o.attempt
			WHERE o.chat_id = today.chat AND b.account = ?2 AND b.started_at < ?1 AND b.outcome IN ('accepted', 'unknown'))`, since.UnixMilli(), a.id)
}

// KnowsChat reports whether this account wrote, or perhaps wrote, to that chat. What is in flight does not count.
func (a *Account) KnowsChat(ctx context.Context, chatID string) (bool, error) {
	var known bool
	err := a.ledger.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM messages m
		JOIN attempts a ON a.id = m.attempt WHERE m.chat_id = ? AND a.account = ? AND a.outcome IN ('accepted', 'unknown'))`, chatID, a.id).Scan(&known)
	if err != nil {
		return false, unread(err)
	}
	return known, nil
}

// FirstAttempt returns when the account's first request was made, or the zero time.
func (a *Account) FirstAttempt(ctx context.Context) (time.Time, error) {
	var at sql.NullInt64
	err := a.ledger.read.QueryRowContext(ctx, `SELECT min(started_at) FROM attempts WHERE account = ?`, a.id).Scan(&at)
	if err != nil {
		return time.Time{}, unread(err)
	}
	return fromMilli(at), nil
}

// LastAttemptID returns the number of the account's last attempt that has ended; 0 if none has.
func (a *Account) LastAttemptID(ctx context.Context) (int64, error) {
	var id int64
	if err := a.ledger.read.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM attempts WHERE account = ?`, a.id).Scan(&id); err != nil {
		return 0, unread(err)
	}
	return id, nil
}

// AcceptedSince returns the job's rows that the account accepted at that time or later.
func (a *Account) AcceptedSince(ctx context.Context, job int64, since time.Time) ([]int, error) {
	return collect[int](ctx, a.ledger.read, `SELECT m.row FROM attempts a JOIN messages m ON m.id = a.message AND m.attempt = a.id
		WHERE a.account = ? AND a.started_at >= ? AND m.job = ? AND m.status = 'accepted' AND m.row IS NOT NULL ORDER BY m.row`,
		func(row *int) []any { return []any{row} }, a.id, since.UnixMilli(), job)
}

// AccountsInDoubt returns the keys of the accounts that a job's messages are in doubt, or in flight, on.
func (l *Ledger) AccountsInDoubt(ctx context.Context, job int64) ([]string, error) {
	return collect[string](ctx, l.read, `SELECT key FROM accounts WHERE id IN (SELECT f.account FROM in_flight f JOIN messages m ON m.id = f.message WHERE m.job = ?1
		UNION SELECT a.account FROM messages m JOIN attempts a ON a.id = m.attempt WHERE m.job = ?1 AND m.status = 'unknown') ORDER BY key`,
		func(key *string) []any { return []any{key} }, job)
}
