package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"contactcast/sender/greenapi"
)

// Message is what is to be sent for a row.
type Message struct {
	ID  int64
	Job int64
	// Row is the number of the row that sends it; 0 if no row of the present file does.
	Row int
	greenapi.ContactMessage
	// Attempts counts the requests made so far.
	Attempts int
}

// Attempt is one request for a message.
type Attempt struct {
	ID        int64
	Message   Message
	StartedAt time.Time
}

// Outcome is what an attempt led to.
type Outcome struct {
	// Status is Accepted, Rejected, Unknown, or Pending if nothing was sent.
	Status Status
	// IDMessage is set if Status is Accepted, unless a person said so who does not know it.
	IDMessage string
	// Code is kebab-case and stable; Text is for people. Both "" if Accepted with an id.
	Code, Text string
}

// errNotPending says that a message was claimed that is not free to be sent: a mistake in the program.
var errNotPending = errors.New("the message is not pending")

const messageColumns = `m.id, m.job, coalesce(m.row, 0), m.chat_id, m.phone_contact,
	m.first_name, m.middle_name, m.last_name, m.company, m.quoted_message_id, m.attempts`

func (m *Message) fields() []any {
	c := &m.Contact
	return []any{&m.ID, &m.Job, &m.Row, &m.ChatID, &c.PhoneContact,
		&c.FirstName, &c.MiddleName, &c.LastName, &c.Company, &m.QuotedMessageID, &m.Attempts}
}

// Pending returns up to limit of the job's pending messages in the order of their
// rows, beginning behind row after.
func (l *Ledger) Pending(ctx context.Context, job int64, after, limit int) ([]Message, error) {
	return collect[Message](ctx, l.read, `SELECT `+messageColumns+` FROM messages m
		WHERE m.job = ? AND m.row > ? AND m.status = 'pending' AND m.row IS NOT NULL
		ORDER BY m.row LIMIT ?`, (*Message).fields, job, after, limit)
}

// PendingChats counts the chats that the job's pending messages go to.
func (l *Ledger) PendingChats(ctx context.Context, job int64) (int, error) {
	var n int
	err := l.read.QueryRowContext(ctx, `SELECT count(DISTINCT chat_id) FROM messages
		WHERE job = ? AND status = 'pending' AND row IS NOT NULL`, job).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("read the ledger: %w", err)
	}
	return n, nil
}

// Ending is an attempt with its outcome.
type Ending struct {
	Attempt
	Outcome
}

// Commit records how attempts ended, and then the intent to send pending messages, in one
// commit: so durability costs a few fsyncs, not two per row. When it returns without an
// error, all of it is durable: the outcomes count, and the requests may leave.
func (l *Ledger) Commit(ended []Ending, begin []Message) ([]Attempt, error) {
	now := l.clock.now()
	begun := make([]Attempt, len(begin))
	return begun, l.commit(func(t *tx) error {
		for _, e := range ended {
			if err := t.end(e, now); err != nil {
				return err
			}
		}
		for i, m := range begin {
			begun[i] = Attempt{Message: m, StartedAt: now}
			if err := t.begin(&begun[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) begin(a *Attempt) error {
	r, err := t.run(`INSERT INTO attempts (message, started_at) VALUES (?, ?)`, a.Message.ID, a.StartedAt.UnixMilli())
	if err != nil {
		return err
	}
	if a.ID, err = r.LastInsertId(); err != nil {
		return err
	}
	r, err = t.run(`UPDATE messages SET status = 'sending', attempts = attempts + 1, attempt = ?
		WHERE id = ? AND status = 'pending' AND row IS NOT NULL`, a.ID, a.Message.ID)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, fmt.Errorf("row %d: %w", a.Message.Row, errNotPending))
	}
	t.move(a.Message.Job, Pending, sending)
	return nil
}

func (t *tx) end(e Ending, now time.Time) error {
	err := t.exec(`UPDATE attempts SET ended_at = ?, outcome = ?, error_code = ?, error = ? WHERE id = ?`,
		now.UnixMilli(), string(e.Status), e.Code, e.Text, e.ID)
	if err != nil {
		return err
	}
	return t.settle(e.Message, sending, now, e.Outcome)
}

// settle moves a message to the status of an outcome.
func (t *tx) settle(m Message, from Status, now time.Time, o Outcome) error {
	var id sql.NullString
	var at sql.NullInt64
	if o.IDMessage != "" {
		id, at = sql.NullString{String: o.IDMessage, Valid: true}, sql.NullInt64{Int64: now.UnixMilli(), Valid: true}
	}
	r, err := t.run(`UPDATE messages SET status = ?, id_message = ?, accepted_at = ?, error_code = ?, error = ?, delivery = ''
		WHERE id = ? AND status = ?`, string(o.Status), id, at, o.Code, o.Text, m.ID, string(from))
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, fmt.Errorf("row %d: the message is not %s", m.Row, from))
	}
	if m.Row > 0 {
		t.move(m.Job, from, o.Status)
	}
	return nil
}

// Reopen makes rejected messages pending again: their refusals proved to be the run's trouble, not theirs.
func (l *Ledger) Reopen(messages []Message) error {
	now := l.clock.now()
	return l.commit(func(t *tx) error {
		for _, m := range messages {
			if err := t.settle(m, Rejected, now, Outcome{Status: Pending}); err != nil {
				return err
			}
		}
		return nil
	})
}

// sending returns the attempts that have no outcome.
func (t *tx) sending() ([]Attempt, error) {
	return collect[Attempt](context.Background(), t.conn, `SELECT a.id, `+messageColumns+`
		FROM messages m JOIN attempts a ON a.id = m.attempt WHERE m.status = 'sending'`,
		func(a *Attempt) []any { return append([]any{&a.ID}, a.Message.fields()...) })
}
