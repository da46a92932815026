package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"contactcast/internal/words"
)

// Doubt is a message that may have been sent, with the attempt that left it so.
type Doubt struct {
	Message
	// Attempt is the attempt's number: later ones have higher numbers, by when they ended.
	Attempt int64
	// StartedAt and EndedAt bound it by the clock that never runs backwards, Start and End by the clocks as they
	// were. After a crash, the attempt ended when the next run took the lock.
	StartedAt, EndedAt time.Time
	Start, End         Reading
	// Code is what left it in doubt: "interrupted", "no-answer", "http-502" and the like.
	Code string
	// Exhausted says that an earlier run has read all that can be read, and could not settle it.
	Exhausted bool
}

// Doubts returns the account's messages in doubt, of all its jobs, oldest attempt first.
func (a *Account) Doubts(ctx context.Context) ([]Doubt, error) {
	return a.doubts(ctx, `JOIN attempts a ON a.id = m.attempt WHERE m.status = 'unknown' AND a.account = ?`, a.id)
}

// Unnamed returns the account's messages in doubt, and every attempt since that time that was accepted, or may have been,
// under an id that nobody knows, oldest first.
func (a *Account) Unnamed(ctx context.Context, since time.Time) ([]Doubt, error) {
	return a.doubts(ctx, `JOIN attempts a ON a.message = m.id
		WHERE a.account = ?1 AND a.id IN (SELECT attempt FROM messages WHERE status = 'unknown' UNION SELECT b.id FROM attempts b JOIN messages n ON n.id = b.message
			WHERE b.account = ?1 AND b.started_at >= ?2 AND (b.outcome = 'unknown' OR b.outcome = 'accepted' AND b.id_message IS NULL
				AND (n.attempt <> b.id OR n.id_message IS NULL)))`, a.id, since.UnixMilli())
}

func (a *Account) doubts(ctx context.Context, which string, args ...any) ([]Doubt, error) {
	type row struct {
		Doubt
		started, ended, wall, wallEnd, ahead, aheadEnd sql.NullInt64
	}
	rows, err := collect[row](ctx, a.ledger.read, `SELECT `+messageColumns+`, a.id, a.started_at, a.ended_at, a.wall_at, a.wall_end,
		a.ahead, a.ahead_end, a.looked, m.error_code FROM messages m `+which+` ORDER BY a.started_at, a.id`,
		func(r *row) []any {
			return append(r.Message.fields(), &r.Attempt, &r.started, &r.ended, &r.wall, &r.wallEnd, &r.ahead, &r.aheadEnd, &r.Exhausted, &r.Code)
		}, args...)
	doubts := make([]Doubt, len(rows))
	for i, r := range rows {
		doubts[i] = r.Doubt
		doubts[i].StartedAt, doubts[i].EndedAt = fromMilli(r.started), fromMilli(r.ended)
		doubts[i].Start, doubts[i].End = readingOf(r.wall, r.ahead), readingOf(r.wallEnd, r.aheadEnd)
	}
	return doubts, err
}

// Settle ends a doubt by evidence or by a person's word: Accepted with an id, or without
// one if a person says so, Pending if it was not sent, Rejected. When it returns without
// an error, that is durable.
func (a *Account) Settle(m Message, o Outcome) error {
	now := a.clock.now()
	return a.ledger.commit(func(t *tx) error {
		if err := t.settle(m, Unknown, now, o, earlier); err != nil {
			return err
		}
		return t.exec(`UPDATE attempts SET outcome = ?, error_code = ?, error = ?
			WHERE id = (SELECT attempt FROM messages WHERE id = ?)`, string(o.Status), o.Reason.ErrorCode(), o.Reason.Encode(), m.ID)
	})
}

// CodeUnrecorded marks messages of which the account shows several unrecorded cards that may be theirs.
const CodeUnrecorded words.Code = "unrecorded"

// Adopted is what a message is taken for that the account showed before it was ever sent from this ledger.
type Adopted struct {
	Message Message
	// IDMessage is its id; "" if it is one of several.
	IDMessage string
	// Sure says that it was sent for certain, under whichever id.
	Sure bool
}

func (a Adopted) outcome() Outcome {
	switch {
	case a.IDMessage != "":
		return Outcome{Status: Accepted, IDMessage: a.IDMessage}
	case a.Sure:
		return Outcome{Status: Accepted, Reason: words.New("adopted/one-of-several")}
	}
	return Outcome{Status: Unknown, Reason: words.New(CodeUnrecorded)}
}

// Adopt marks pending messages accepted that the account showed before they were sent from this ledger; those of which
// it is not known which is which become unknown.
func (a *Account) Adopt(adopted []Adopted) error {
	at := a.clock.moment()
	return a.ledger.commit(func(t *tx) error {
		for _, one := range adopted {
			o := one.outcome()
			err := t.attempt(Ending{Attempt{one.Message, a, at.now, at.reading}, Outcome{Status: o.Status, Reason: words.New("adopted")}}, at)
			if err == nil {
				err = t.exec(`UPDATE messages SET attempt = last_insert_rowid() WHERE id = ?`, one.Message.ID)
			}
			if err == nil {
				err = t.settle(one.Message, Pending, at.now, o, earlier)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Remark replaces what people are told of a message in doubt. exhausted says that all that can be read was, and that
// it could not be settled by that.
func (a *Account) Remark(m Message, reason words.Fact, exhausted bool) error {
	return a.ledger.commit(func(t *tx) error {
		err := t.exec(`UPDATE messages SET error = ? WHERE id = ? AND status = 'unknown'`, reason.Encode(), m.ID)
		if err == nil && exhausted {
			err = t.exec(`UPDATE attempts SET looked = 1 WHERE id = (SELECT attempt FROM messages WHERE id = ?)`, m.ID)
		}
		return err
	})
}

// Own is an idMessage that a message of this ledger has, or had before it was sent again.
type Own struct {
	IDMessage, ChatID string
	Attempt           int64     // its number: later ones have higher numbers, by when they ended
	StartedAt         time.Time // of its attempt, by the clock that never runs backwards
	Start, End        Reading   // of its attempt
}

// OwnSince returns the ids of messages that were posted at that time or later, by the clock that never runs backwards: it
// is never behind the API's.
func (a *Account) OwnSince(ctx context.Context, since time.Time) ([]Own, error) {
	type row struct {
		Own
		started, wall, wallEnd, ahead, aheadEnd sql.NullInt64
	}
	rows, err := collect[row](ctx, a.ledger.read, `SELECT coalesce(a.id_message, m.id_message), m.chat_id, a.id, a.started_at, a.wall_at, a.wall_end, a.ahead, a.ahead_end
		FROM attempts a JOIN messages m ON m.id = a.message
		WHERE a.account = ? AND a.started_at >= ? AND (a.id_message IS NOT NULL OR m.attempt = a.id AND m.id_message IS NOT NULL)`,
		func(r *row) []any {
			return []any{&r.IDMessage, &r.ChatID, &r.Attempt, &r.started, &r.wall, &r.wallEnd, &r.ahead, &r.aheadEnd}
		}, a.id, since.UnixMilli())
	own := make([]Own, len(rows))
	for i, r := range rows {
		own[i] = r.Own
		own[i].StartedAt = fromMilli(r.started)
		own[i].Start, own[i].End = readingOf(r.wall, r.ahead), readingOf(r.wallEnd, r.aheadEnd)
	}
	return own, err
}

// Owned returns which of the ids messages of this ledger have, or had before they were sent
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

// Redated is a message in doubt whose attempt was made at another time than was written down.
type Redated struct {
	Message Message
	// Start and End are the earliest and the latest that it can have been, by the API's clock.
	Start, End time.Time
}

// Redate dates attempts anew: the API's clock was not what it seemed.
func (a *Account) Redate(all []Redated) error {
	return a.ledger.commit(func(t *tx) error {
		for _, r := range all {
			err := t.exec(`UPDATE attempts SET wall_at = coalesce(wall_at, started_at), ahead = ?2 - coalesce(wall_at, started_at), ahead_end = ?3 - wall_end
				WHERE id = (SELECT attempt FROM messages WHERE id = ?1 AND status = 'unknown')`, r.Message.ID, r.Start.UnixMilli(), r.End.UnixMilli())
			if err != nil {
				return err
			}
		}
		return nil
	})
}
