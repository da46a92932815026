package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"time"
)

// Tracked is an accepted message as tracking its delivery needs it.
type Tracked struct {
	ID                int64
	ChatID, IDMessage string
	// Delivery is its status as last fetched, or "".
	Delivery string
	// PostedAt is when the request was made that was accepted.
	PostedAt time.Time
}

// Delivery is the delivery status of an accepted message, in the API's words, or Expired.
type Delivery struct {
	Message int64
	Status  string
}

// Expired is the delivery status of a message that the account's queue dropped after a
// day. The API has no word for it.
const Expired = "expired"

// DeliveryStatuses returns the statuses that are known, in the order in which a message goes through them.
// "suspended" is what the API calls "yellowCard" since July 2026: each is kept as it was told, and both are one thing.
func DeliveryStatuses() []string {
	return []string{"pending", "sent", "delivered", "read", "noAccount", "notInGroup", "failed", "yellowCard", "suspended", Expired}
}

// untracked are a job's accepted messages that are worth a request each; delivered ones
// are not, though they may still become read.
const untracked = `m.job = ? AND a.account = ? AND m.row IS NOT NULL AND m.status = 'accepted' AND m.id_message IS NOT NULL
	AND m.delivery NOT IN ('delivered', 'read', 'noAccount', 'notInGroup', 'failed', 'expired')`

const trackedColumns = `m.id, m.chat_id, m.id_message, m.delivery, a.started_at`

type trackedRow struct {
	Tracked
	posted sql.NullInt64
}

func (r *trackedRow) fields() []any {
	return []any{&r.ID, &r.ChatID, &r.IDMessage, &r.Delivery, &r.posted}
}

func (r trackedRow) tracked() Tracked {
	r.PostedAt = fromMilli(r.posted)
	return r.Tracked
}

// Untracked returns up to limit of the job's messages that the account accepted and whose delivery is open,
// beginning behind the message with id after.
func (a *Account) Untracked(ctx context.Context, job, after int64, limit int) ([]Tracked, error) {
	rows, err := collect[trackedRow](ctx, a.ledger.read, `SELECT `+trackedColumns+` FROM messages m JOIN attempts a ON a.id = m.attempt
		WHERE `+untracked+` AND m.id > ? ORDER BY m.id LIMIT ?`, (*trackedRow).fields, job, a.id, after, limit)
	all := make([]Tracked, len(rows))
	for i, r := range rows {
		all[i] = r.tracked()
	}
	return all, err
}

// CountUntracked counts what Untracked finds in all, and returns when the first of them was posted.
func (a *Account) CountUntracked(ctx context.Context, job int64) (n int, oldest time.Time, err error) {
	var ms sql.NullInt64
	err = a.ledger.read.QueryRowContext(ctx, `SELECT count(*), min(a.started_at) FROM messages m JOIN attempts a ON a.id = m.attempt WHERE `+untracked, job, a.id).Scan(&n, &ms)
	if err != nil {
		return 0, time.Time{}, unread(err)
	}
	return n, fromMilli(ms), nil
}

// Posted yields all messages that the account accepted, of all jobs, in the order in which they were posted.
func (a *Account) Posted(ctx context.Context) iter.Seq2[Tracked, error] {
	rows := each(ctx, a.ledger.read, `SELECT `+trackedColumns+` FROM messages m JOIN attempts a ON a.id = m.attempt
		WHERE m.status = 'accepted' AND m.id_message IS NOT NULL AND a.account = ? ORDER BY a.started_at, a.id`, (*trackedRow).fields, a.id)
	return func(yield func(Tracked, error) bool) {
		for r, err := range rows {
			if !yield(r.tracked(), err) {
				return
			}
		}
	}
}

// Accepted returns the job's messages that were accepted under those ids, by id. It reads
// all of the job's messages, as Owned does.
func (l *Ledger) Accepted(ctx context.Context, job int64, ids []string) (map[string]int64, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	type found struct {
		idMessage string
		message   int64
	}
	messages := map[string]int64{}
	for f, err := range each(ctx, l.read, `SELECT id_message, id FROM messages WHERE job = ? AND status = 'accepted' AND id_message IN (SELECT value FROM json_each(?))`,
		func(f *found) []any { return []any{&f.idMessage, &f.message} }, job, string(list)) {
		if err != nil {
			return nil, err
		}
		messages[f.idMessage] = f.message
	}
	return messages, nil
}

// SetDeliveries records delivery statuses of accepted messages, less those that say less
// than what is known. When it returns without an error, that is durable.
func (l *Ledger) SetDeliveries(deliveries []Delivery) error {
	if len(deliveries) == 0 {
		return nil
	}
	return l.commit(func(t *tx) error {
		for _, d := range deliveries {
			if err := t.setDelivery(d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) setDelivery(d Delivery) error {
	var job int64
	var row sql.NullInt64
	var known string
	err := t.one(`SELECT job, row, delivery FROM messages WHERE id = ?`, []any{d.Message}, &job, &row, &known)
	if err != nil || d.Status == known || stage(d.Status) < stage(known) {
		return err
	}
	if row.Valid {
		t.deliver(job, known, d.Status)
	}
	return t.exec(`UPDATE messages SET delivery = ? WHERE id = ?`, d.Status, d.Message)
}

// stage orders delivery statuses by how much they say, so that a late answer takes
// nothing back. What was seen outweighs what was concluded, and an arrival outweighs a
// failure: some messages that failed did arrive.
func stage(status string) int {
	switch status {
	case "":
		return 0
	case Expired:
		return 1
	case "pending":
		return 2
	case "noAccount", "notInGroup", "failed":
		return 4
	case "delivered":
		return 5
	case "read":
		return 6
	}
	return 3 // sent, yellowCard, suspended, or a word that is new to us
}

// Deliveries returns the job's accepted rows by delivery status, "" if it is not known, without counting them.
func (l *Ledger) Deliveries(ctx context.Context, job int64) (map[string]int, error) {
	type count struct {
		status string
		rows   int
	}
	counts, err := collect[count](ctx, l.read, `SELECT delivery, rows FROM tally WHERE job = ? AND status = 'accepted' AND rows > 0`,
		func(c *count) []any { return []any{&c.status, &c.rows} }, job)
	byStatus := map[string]int{}
	for _, c := range counts {
		byStatus[c.status] = c.rows
	}
	return byStatus, err
}
