package ledger

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"contactcast/internal/words"
)

// Kind is a kind of messages about which a person may decide.
type Kind string

// The kinds.
const (
	// KindRejected are messages that the API refused for good.
	KindRejected Kind = "rejected"
	// KindUndelivered are accepted messages that failed, that a yellow card held back, or that expired in the queue.
	KindUndelivered Kind = "undelivered"
	// KindUnknown are messages in doubt.
	KindUnknown Kind = "unknown"
)

// Kinds returns all kinds.
func Kinds() []Kind { return []Kind{KindRejected, KindUndelivered, KindUnknown} }

// status is what a kind's messages have, and which makes a kind of them.
func (k Kind) status() (status Status, condition string) {
	switch k {
	case KindRejected:
		return Rejected, `m.status = 'rejected'`
	case KindUndelivered:
		return Accepted, `m.status = 'accepted' AND m.delivery IN ('failed', 'yellowCard', 'suspended', 'expired')`
	}
	return Unknown, `m.status = 'unknown'`
}

// Case is a message about which a person may decide.
type Case struct {
	Message
	Kind Kind
	// IDMessage and Delivery are an undelivered message's, else "".
	IDMessage, Delivery string
	// PostedAt is when its last request was made.
	PostedAt time.Time
	// Cause says how that request ended; Reason says what is known by now: for a message in
	// doubt, what was read and why that settles nothing.
	Cause, Reason words.Fact
	// Code is Cause's, for programs.
	Code string
}

// Cases yields a job's messages of a kind in the order of their rows, then those that no
// row of the present file sends (Row is 0).
func (l *Ledger) Cases(ctx context.Context, job int64, kind Kind) iter.Seq2[Case, error] {
	type row struct {
		Case
		id            sql.NullString
		posted        sql.NullInt64
		cause, reason string // encoded
	}
	_, condition := kind.status()
	rows := each(ctx, l.read, `SELECT `+messageColumns+`, m.id_message, m.delivery, a.started_at, a.error_code, a.error, m.error
		FROM messages m JOIN attempts a ON a.id = m.attempt WHERE m.job = ? AND `+condition+` ORDER BY m.row IS NULL, m.row`,
		func(r *row) []any {
			return append(r.Message.fields(), &r.id, &r.Delivery, &r.posted, &r.Code, &r.cause, &r.reason)
		}, job)
	return func(yield func(Case, error) bool) {
		for r, err := range rows {
			r.Kind, r.IDMessage, r.PostedAt = kind, r.id.String, fromMilli(r.posted)
			r.Case.Cause, r.Case.Reason = words.Decode(r.cause), words.Decode(r.reason)
			if !yield(r.Case, err) {
				return
			}
		}
	}
}

// Resend makes messages pending again at a person's word, all or none. The ids that they
// were accepted under stay known as the ledger's own. When it returns without an error,
// that is durable.
func (l *Ledger) Resend(cases []Case) error {
	now := time.Now()
	return l.commit(func(t *tx) error {
		for _, c := range cases {
			err := t.exec(`UPDATE attempts SET id_message = m.id_message FROM messages m
				WHERE m.id = ? AND m.attempt = attempts.id AND m.id_message IS NOT NULL`, c.ID)
			if err != nil {
				return err
			}
			status, _ := c.Kind.status()
			if c.Delivery != "" && c.Row > 0 {
				t.deliver(c.Job, c.Delivery, "") // it is forgotten
			}
			if err := t.settle(c.Message, status, now, Outcome{Status: Pending}, earlier); err != nil {
				return err
			}
		}
		return nil
	})
}

// AssumeAccepted closes doubt at a person's word, all or none: the messages count as
// accepted, under ids that nobody knows. When it returns without an error, that is durable.
func (l *Ledger) AssumeAccepted(cases []Case) error {
	now := time.Now()
	o := Outcome{Status: Accepted, Reason: words.New("assumed")}
	return l.commit(func(t *tx) error {
		for _, c := range cases {
			if err := t.settle(c.Message, Unknown, now, o, earlier); err != nil {
				return err
			}
			err := t.exec(`UPDATE attempts SET outcome = 'accepted' WHERE id = (SELECT attempt FROM messages WHERE id = ?)`, c.ID)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// RowStatus returns what became of a row of the job's file; "" if it has no such row.
func (l *Ledger) RowStatus(ctx context.Context, job int64, row int) (Status, error) {
	found, err := collect[string](ctx, l.read, `SELECT status FROM told WHERE plan = (SELECT plan FROM jobs WHERE id = ?) AND row = ?`,
		func(s *string) []any { return []any{s} }, job, row)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return seen(found[0]), nil
}
