package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"contactcast/internal/card"
	"contactcast/internal/words"
)

// Message is what is to be sent for a row.
type Message struct {
	ID  int64
	Job int64
	// Row is the number of the row that sends it; 0 if no row of the present file does.
	Row int
	card.Card
	// Attempts counts the requests made so far.
	Attempts int
}

// Attempt is one request for a message.
type Attempt struct {
	Message Message
	// StartedAt is when its intent was written, by the clock that never runs backwards.
	StartedAt time.Time
	// Start is the same moment on the clocks as they were.
	Start Reading
}

// Outcome is what an attempt led to.
type Outcome struct {
	// Status is Accepted, Rejected, Unknown, or Pending if nothing was sent.
	Status Status
	// IDMessage is set if Status is Accepted, unless a person said so who does not know it.
	IDMessage string
	// Reason says why; nothing if Accepted with an id.
	Reason words.Fact
}

// errNotPending says that a message was claimed that is not free to be sent: a mistake in the program.
var errNotPending = errors.New("the message is not pending")

const messageColumns = `m.id, m.job, coalesce(m.row, 0), m.chat_id, m.phone_contact,
	m.first_name, m.middle_name, m.last_name, m.company, m.quoted_message_id, m.attempts`

func (m *Message) fields() []any {
	c := &m.Contact
	return []any{&m.ID, &m.Job, (*number)(&m.Row), &m.ChatID, &c.PhoneContact,
		&c.FirstName, &c.MiddleName, &c.LastName, &c.Company, &m.QuotedMessageID, (*number)(&m.Attempts)}
}

// Pending returns up to limit of the job's pending messages in the order of their
// rows, beginning behind row after.
func (l *Ledger) Pending(ctx context.Context, job int64, after, limit int) ([]Message, error) {
	if l.draft {
		return collect[Message](ctx, l.read, `SELECT 0, m.plan, m.row, m.chat_id, m.phone_contact, m.first_name, m.middle_name, m.last_name,
			m.company, m.quoted_message_id, m.attempts FROM told m WHERE m.status = 'pending' AND m.row > ? ORDER BY m.row LIMIT ?`, (*Message).fields, after, limit)
	}
	return collect[Message](ctx, l.read, `SELECT `+messageColumns+` FROM messages m
		WHERE m.job = ? AND m.row > ? AND m.status = 'pending' AND m.row IS NOT NULL
		ORDER BY m.row LIMIT ?`, (*Message).fields, job, after, limit)
}

// PendingChats counts the chats that the job's pending messages go to.
func (l *Ledger) PendingChats(ctx context.Context, job int64) (int, error) {
	return l.count(ctx, `SELECT count(DISTINCT chat_id) FROM messages WHERE job = ? AND status = 'pending' AND row IS NOT NULL`, job)
}

// Ending is an attempt with its outcome.
type Ending struct {
	Attempt
	Outcome
}

// Begun is what became of an intent.
type Begun struct {
	Attempt
	// Left says why no request may be made for the message: a row's code, and then that is
	// recorded; or "waits", behind a message of another job that is in flight. "" if one may.
	Left string
}

// Waits reports whether the message may be sent later.
func (b Begun) Waits() bool { return b.Left == codeWaits }

// Commit records how attempts ended, and then the intent to send pending messages, in one
// commit: so durability costs a few fsyncs, not two per row. When it returns without an
// error, all of it is durable: the outcomes count, and the requests may leave, but those of
// messages that may not be sent. That is decided within the same commit, and by nothing else:
// whoever is on a list by then is not written to.
func (l *Ledger) Commit(ended []Ending, begin []Message) ([]Begun, error) {
	now, reading := l.clock.now(), l.clock.read()
	begun := make([]Begun, len(begin))
	for i, m := range begin {
		begun[i].Attempt = Attempt{Message: m, StartedAt: now, Start: reading}
	}
	return begun, l.commit(func(t *tx) error {
		if err := t.end(ended, now, reading); err != nil || len(begin) == 0 {
			return err
		}
		return t.begin(begun, now, reading)
	})
}

// begin writes that messages are on their way from now on, those that may be sent. Each must be free to be.
func (t *tx) begin(begun []Begun, now time.Time, at Reading) error {
	all := make([]Message, len(begun))
	for i, b := range begun {
		all[i] = b.Message
	}
	barred, err := t.barred(all)
	if err != nil {
		return err
	}
	var free []Message
	for i, m := range all {
		r, left := barred[m.ID]
		begun[i].Left = r.code
		switch {
		case !left:
			free = append(free, m)
		case r.code != codeWaits:
			if err := t.leave(m, r); err != nil {
				return err
			}
		}
	}
	wall, ahead := at.fields()
	n, err := t.forAll(`INSERT OR IGNORE INTO in_flight (message, started_at, wall_at, ahead)
		SELECT id, ?2, ?3, ?4 FROM messages WHERE id IN (SELECT value FROM json_each(?1)) AND status = 'pending' AND row IS NOT NULL`,
		free, now.UnixMilli(), wall, ahead)
	if err == nil && n != len(free) {
		err = fmt.Errorf("rows %s: %w", rowsOf(free), errNotPending)
	}
	for _, m := range free {
		t.move(m.Job, Pending, sending)
	}
	return err
}

// end writes what became of messages that were on their way.
func (t *tx) end(ended []Ending, now time.Time, at Reading) error {
	messages := make([]Message, len(ended))
	for i, e := range ended {
		messages[i] = e.Message
		attempt, err := t.attempt(e, now, at)
		if err == nil {
			err = t.settle(e.Message, sending, now, e.Outcome, attempt)
		}
		if err != nil {
			return err
		}
	}
	n, err := t.forAll(`DELETE FROM in_flight WHERE message IN (SELECT value FROM json_each(?))`, messages)
	if err == nil && n != len(messages) {
		err = fmt.Errorf("rows %s: not all of these messages are on their way", rowsOf(messages))
	}
	return err
}

// forAll runs a query whose first argument is the list of the messages' ids, and returns how many rows it changed.
func (t *tx) forAll(query string, messages []Message, args ...any) (int, error) {
	if len(messages) == 0 {
		return 0, nil
	}
	ids := make([]int64, len(messages))
	for i, m := range messages {
		ids[i] = m.ID
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return 0, err
	}
	r, err := t.run(query, append([]any{string(list)}, args...)...)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

func rowsOf(messages []Message) string {
	var rows []string
	for _, m := range messages {
		rows = append(rows, strconv.Itoa(m.Row))
	}
	return strings.Join(rows, ", ")
}

// attempt keeps one request that has ended, and returns its id.
func (t *tx) attempt(e Ending, now time.Time, at Reading) (int64, error) {
	wall, ahead := e.Start.fields()
	wallEnd, aheadEnd := at.fields()
	r, err := t.run(`INSERT INTO attempts (message, started_at, ended_at, outcome, error_code, error, wall_at, wall_end, ahead, ahead_end)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Message.ID, e.StartedAt.UnixMilli(), now.UnixMilli(), string(e.Status), e.Reason.ErrorCode(), e.Reason.Encode(), wall, wallEnd, ahead, aheadEnd)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// settle moves a message to the status of an outcome; attempt is the request that led to it, or 0 if none did.
func (t *tx) settle(m Message, from Status, now time.Time, o Outcome, attempt int64) error {
	var id sql.NullString
	var at sql.NullInt64
	if o.IDMessage != "" {
		id, at = sql.NullString{String: o.IDMessage, Valid: true}, sql.NullInt64{Int64: now.UnixMilli(), Valid: true}
	}
	stored := from
	if from == sending { // in_flight says so, not the message
		stored = Pending
	}
	r, err := t.run(`UPDATE messages SET status = ?1, id_message = ?2, accepted_at = ?3, error_code = ?4, error = ?5, delivery = '',
		attempts = attempts + (?8 > 0), attempt = iif(?8 > 0, ?8, attempt) WHERE id = ?6 AND status = ?7`,
		string(o.Status), id, at, o.Reason.ErrorCode(), o.Reason.Encode(), m.ID, string(stored), attempt)
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

// Reopen makes rejected messages pending again: their refusals proved to be the run's fault, not theirs.
func (l *Ledger) Reopen(messages []Message) error {
	now := l.clock.now()
	return l.commit(func(t *tx) error {
		for _, m := range messages {
			if err := t.settle(m, Rejected, now, Outcome{Status: Pending}, 0); err != nil {
				return err
			}
		}
		return nil
	})
}

// inFlight returns the attempts that have no outcome.
func (t *tx) inFlight() ([]Attempt, error) {
	type row struct {
		Attempt
		started, wall, ahead sql.NullInt64
	}
	rows, err := collect[row](context.Background(), t.conn, `SELECT `+messageColumns+`, f.started_at, f.wall_at, f.ahead
		FROM in_flight f JOIN messages m ON m.id = f.message`,
		func(r *row) []any { return append(r.Message.fields(), &r.started, &r.wall, &r.ahead) })
	left := make([]Attempt, len(rows))
	for i, r := range rows {
		left[i] = Attempt{r.Message, fromMilli(r.started), readingOf(r.wall, r.ahead)}
	}
	return left, err
}
