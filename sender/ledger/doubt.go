package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// Doubt is a message that may have been sent, with the attempt that left it so.
type Doubt struct {
	Message
	// StartedAt and EndedAt bound the attempt. After a crash, EndedAt is when the next run took the lock.
	StartedAt, EndedAt time.Time
	// Code is what left it in doubt: "interrupted", "no-answer", "http-502" and the like.
	Code string
}

// Doubts returns the account's messages in doubt, of all its jobs, oldest attempt first.
func (l *Ledger) Doubts(ctx context.Context) ([]Doubt, error) {
	type row struct {
		Doubt
		started, ended sql.NullInt64
	}
	rows, err := collect[row](ctx, l.read, `SELECT `+messageColumns+`, a.started_at, a.ended_at, m.error_code
		FROM messages m JOIN attempts a ON a.id = m.attempt WHERE m.status = 'unknown' ORDER BY a.started_at, a.id`,
		func(r *row) []any { return append(r.Message.fields(), &r.started, &r.ended, &r.Code) })
	doubts := make([]Doubt, len(rows))
	for i, r := range rows {
		doubts[i] = r.Doubt
		doubts[i].StartedAt, doubts[i].EndedAt = fromMilli(r.started), fromMilli(r.ended)
	}
	return doubts, err
}

// Settle ends a doubt by evidence or by a person's word: Accepted with an id, or without
// one if a person says so, Pending if it was not sent, Rejected. When it returns without
// an error, that is durable.
func (l *Ledger) Settle(m Message, o Outcome) error {
	now := l.clock.now()
	return l.commit(func(t *tx) error {
		if err := t.settle(m, Unknown, now, o, 0); err != nil {
			return err
		}
		return t.exec(`UPDATE attempts SET outcome = ?, error_code = ?, error = ?
			WHERE id = (SELECT attempt FROM messages WHERE id = ?)`, string(o.Status), o.Code, o.Text, m.ID)
	})
}

// CodeStranger marks messages of which the account shows several that may be theirs.
const CodeStranger = "stranger"

// Adopt takes pending messages as accepted under ids that the account showed before they
// were ever sent from this ledger; without an id, which of several is theirs is unknown,
// and so is the message.
func (l *Ledger) Adopt(messages []Message, ids []string) error {
	now := l.clock.now()
	return l.commit(func(t *tx) error {
		for i, m := range messages {
			o := Outcome{Status: Accepted, IDMessage: ids[i]}
			if ids[i] == "" {
				o = Outcome{Status: Unknown, Code: CodeStranger, Text: "The account shows several cards like it that are not recorded here."}
			}
			attempt, err := t.attempt(Ending{Attempt{m, now}, Outcome{Status: o.Status, Code: "adopted"}}, now)
			if err == nil {
				err = t.exec(`UPDATE messages SET attempt = ? WHERE id = ?`, attempt, m.ID)
			}
			if err == nil {
				err = t.settle(m, Pending, now, o, 0)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Remark replaces the text that tells people of a message in doubt.
func (l *Ledger) Remark(m Message, text string) error {
	return l.commit(func(t *tx) error {
		return t.exec(`UPDATE messages SET error = ? WHERE id = ? AND status = 'unknown'`, text, m.ID)
	})
}

// Own is an idMessage that a message of this ledger has, or had before it was sent again.
type Own struct {
	IDMessage, ChatID string
	StartedAt         time.Time // of its attempt
}

// OwnSince returns the ids of messages that were posted at that time or later.
func (l *Ledger) OwnSince(ctx context.Context, since time.Time) ([]Own, error) {
	type row struct {
		Own
		started sql.NullInt64
	}
	rows, err := collect[row](ctx, l.read, `SELECT coalesce(a.id_message, m.id_message), m.chat_id, a.started_at
		FROM attempts a JOIN messages m ON m.id = a.message
		WHERE a.started_at >= ? AND (a.id_message IS NOT NULL OR m.attempt = a.id AND m.id_message IS NOT NULL)`,
		func(r *row) []any { return []any{&r.IDMessage, &r.ChatID, &r.started} }, since.UnixMilli())
	own := make([]Own, len(rows))
	for i, r := range rows {
		own[i] = r.Own
		own[i].StartedAt = fromMilli(r.started)
	}
	return own, err
}

// Owned tells which of the ids messages of this ledger have, or had before they were sent
// again. It reads all messages (a second for some millions): an index of ids, which come in
// no order, would cost each acceptance as much as the rest of its commit.
func (l *Ledger) Owned(ctx context.Context, ids []string) (map[string]bool, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	owned := map[string]bool{}
	for id, err := range each(ctx, l.read, `SELECT id_message FROM messages WHERE id_message IN (SELECT value FROM json_each(?1))
		UNION ALL SELECT id_message FROM attempts WHERE id_message IN (SELECT value FROM json_each(?1))`,
		func(id *string) []any { return []any{id} }, string(list)) {
		if err != nil {
			return nil, err
		}
		owned[id] = true
	}
	return owned, nil
}

// NeverTried returns a job's pending messages to a chat, with a card of that number, that
// were never attempted. Left to itself, SQLite reads all that is pending to find them.
func (l *Ledger) NeverTried(ctx context.Context, job int64, chatID string, phone int64) ([]Message, error) {
	return collect[Message](ctx, l.read, `SELECT `+messageColumns+` FROM messages m INDEXED BY messages_chat
		WHERE m.chat_id = ? AND m.phone_contact = ? AND m.job = ? AND m.status = 'pending' AND m.attempts = 0 AND m.row IS NOT NULL`,
		(*Message).fields, chatID, phone, job)
}
