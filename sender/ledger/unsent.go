package ledger

import (
	"context"
	"encoding/json"
	"iter"
)

// unsent are a job's messages that are free to be sent and of which, as far as this ledger knows, nothing ever was: never
// attempted, or nothing came of it. What a person has sent again is not among them.
const unsent = `m.job = ?1 AND m.status = 'pending' AND m.row IS NOT NULL
	AND (m.attempts = 0 OR (SELECT a.outcome FROM attempts a WHERE a.id = m.attempt) = 'pending')`

// Unsent returns the job's unsent messages to a chat, with a card of that number. Left to itself, SQLite reads all that is
// pending to find them.
func (l *Ledger) Unsent(ctx context.Context, job int64, chatID string, phone int64) ([]Message, error) {
	return collect[Message](ctx, l.read, `SELECT `+messageColumns+` FROM messages m INDEXED BY messages_chat
		WHERE m.chat_id = ?2 AND m.phone_contact = ?3 AND `+unsent, (*Message).fields, job, chatID, phone)
}

// UnsentWith yields the job's unsent messages with a card of one of these numbers, to whatever chat. It reads all that is
// pending.
func (l *Ledger) UnsentWith(ctx context.Context, job int64, phones []int64) iter.Seq2[Message, error] {
	list, err := json.Marshal(phones)
	if err != nil {
		return func(yield func(Message, error) bool) { yield(Message{}, err) }
	}
	return each(ctx, l.read, `SELECT `+messageColumns+` FROM messages m
		WHERE m.phone_contact IN (SELECT CAST(value AS BIGINT) FROM json_each(?2)) AND `+unsent+` ORDER BY m.row`, (*Message).fields, job, string(list))
}

// Messages returns the messages with these numbers, in the order of their rows.
func (l *Ledger) Messages(ctx context.Context, ids []int64) ([]Message, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return collect[Message](ctx, l.read, `SELECT `+messageColumns+` FROM messages m
		WHERE m.id IN (SELECT CAST(value AS BIGINT) FROM json_each(?)) ORDER BY m.row`, (*Message).fields, string(list))
}

// Disown records ids that the account shows as no message's of the job, by a person's word.
func (l *Ledger) Disown(job int64, ids []string) error {
	return l.commit(func(t *tx) error {
		for _, id := range ids {
			if err := t.exec(`INSERT OR IGNORE INTO not_ours (job, id_message) VALUES (?, ?)`, job, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Disowned returns the ids that Disown recorded for the job.
func (l *Ledger) Disowned(ctx context.Context, job int64) (map[string]bool, error) {
	ids := map[string]bool{}
	for id, err := range each(ctx, l.read, `SELECT id_message FROM not_ours WHERE job = ?`, func(id *string) []any { return []any{id} }, job) {
		if err != nil {
			return nil, err
		}
		ids[id] = true
	}
	return ids, nil
}
