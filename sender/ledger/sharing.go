package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"

	"contactcast/internal/card"
)

// This file is what a run over several accounts asks, to share a job out among them.

// PendingRows returns the job's pending messages of those rows, in the order of their rows.
func (l *Ledger) PendingRows(ctx context.Context, job int64, rows []int) ([]Message, error) {
	list, err := json.Marshal(rows)
	if err != nil {
		return nil, err
	}
	return collect[Message](ctx, l.read, `SELECT `+messageColumns+` FROM json_each(?2) r CROSS JOIN messages m ON m.job = ?1 AND m.row = CAST(r.value AS BIGINT)
		WHERE m.status = 'pending' ORDER BY m.row`, (*Message).fields, job, string(list))
}

// Bound is a row whose chat an account wrote to.
type Bound struct {
	Row     int
	ChatID  string
	Account *Account
}

// lastWriter is which of some accounts last wrote, or perhaps wrote, to m's chat, in any job.
const lastWriter = `(SELECT a.account FROM messages o CROSS JOIN attempts a ON a.id = o.attempt
	WHERE o.chat_id = m.chat_id AND a.outcome IN ('accepted', 'unknown') AND a.account `

// Bound yields the job's pending rows whose chat one of the run's accounts wrote to, or perhaps did, in any job, with the
// one that did so last, in the order of their rows.
func (r *Run) Bound(ctx context.Context, job int64) iter.Seq2[Bound, error] {
	type row struct {
		Bound
		account int64
	}
	ids := map[int64]*Account{}
	for _, a := range r.accounts {
		ids[a.id] = a
	}
	return func(yield func(Bound, error) bool) {
		for b, err := range each(ctx, r.read, `SELECT row, chat_id, account FROM (SELECT m.row, m.chat_id, `+lastWriter+`IN (SELECT id FROM accounts WHERE run = ?2)
				ORDER BY a.started_at DESC, a.id DESC LIMIT 1) AS account
			FROM messages m WHERE m.job = ?1 AND m.status = 'pending' AND m.row IS NOT NULL) AS bound WHERE account IS NOT NULL ORDER BY row`,
			func(b *row) []any { return []any{(*number)(&b.Row), &b.ChatID, &b.account} }, job, r.id) {
			b.Account = ids[b.account]
			if !yield(b.Bound, err) || err != nil {
				return
			}
		}
	}
}

// LastWriter returns the account of the run that last wrote to a chat, or perhaps did, in any job; nil if none did.
func (r *Run) LastWriter(ctx context.Context, chatID string) (*Account, error) {
	var id sql.NullInt64
	err := r.read.QueryRowContext(ctx, `SELECT `+lastWriter+`IN (SELECT id FROM accounts WHERE run = ?2)
		ORDER BY a.started_at DESC, a.id DESC LIMIT 1) FROM (SELECT ?1 AS chat_id) m`, chatID, r.id).Scan(&id)
	if err != nil {
		return nil, unread(err)
	}
	for _, a := range r.accounts {
		if id.Valid && a.id == id.Int64 {
			return a, nil
		}
	}
	return nil, nil
}

// KnownElsewhere counts the chats of the job's pending messages that only accounts wrote to which the run does not hold.
func (r *Run) KnownElsewhere(ctx context.Context, job int64) (int, error) {
	return r.count(ctx, `SELECT count(*) FROM (SELECT DISTINCT m.chat_id FROM messages m WHERE m.job = ?1 AND m.status = 'pending' AND m.row IS NOT NULL
		AND EXISTS `+lastWriter+`NOT IN (SELECT id FROM accounts WHERE run = ?2))
		AND NOT EXISTS `+lastWriter+`IN (SELECT id FROM accounts WHERE run = ?2))) AS elsewhere`, job, r.id)
}

// Runs returns the job that the account is on, if a run that lives holds it: "" if that is none's.
func (a *Account) Runs(ctx context.Context) (job string, runs bool, err error) {
	var run sql.NullInt64
	err = a.ledger.read.QueryRowContext(ctx, `SELECT a.run, coalesce(j.name, '') FROM accounts a LEFT JOIN jobs j ON j.run = a.run WHERE a.id = ?`, a.id).Scan(&run, &job)
	if err != nil {
		return "", false, unread(err)
	}
	if run.Valid {
		runs, err = a.ledger.lives(ctx, run.Int64)
	}
	return job, runs, err
}

// lives reports whether a run may still send, to whoever only looks.
func (l *Ledger) lives(ctx context.Context, run int64) (lives bool, err error) {
	if _, shared := l.home.(*postgres); !shared {
		return locksOf(l.path).alive(run)
	}
	err = l.read.QueryRowContext(ctx, `SELECT until > `+pgNow+` FROM runs WHERE id = ?`, run).Scan(&lives)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, unread(err)
	}
	return lives, nil
}

// InDoubt returns the cards of all messages in doubt, on whatever account, with their chats.
func (l *Ledger) InDoubt(ctx context.Context) ([]card.Card, error) {
	messages, err := collect[Message](ctx, l.read, `SELECT `+messageColumns+` FROM messages m WHERE m.status = 'unknown'`, (*Message).fields)
	cards := make([]card.Card, len(messages))
	for i, m := range messages {
		cards[i] = m.Card
	}
	return cards, err
}
