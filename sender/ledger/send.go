package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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
	// Account is the one that it is made from; the run holds it.
	Account *Account
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

// Intent is a message that is about to be sent, from an account that the run holds.
type Intent struct {
	Message Message
	Account *Account
}

// Commit records how attempts ended, and then the intent to send pending messages, in one
// commit: so durability costs a few fsyncs, not two per row. When it returns without an
// error, all of it is durable: the outcomes count, and the requests may leave, but those of
// messages that may not be sent. That is decided within the same commit, and by nothing else:
// whoever is on a list by then is not written to.
func (r *Run) Commit(ended []Ending, begin []Intent) ([]Begun, error) {
	at := moments{}
	begun := make([]Begun, len(begin))
	for i, b := range begin {
		m := at.of(b.Account)
		begun[i].Attempt = Attempt{Message: b.Message, Account: b.Account, StartedAt: m.now, Start: m.reading}
	}
	err := r.commit(func(t *tx) error {
		if err := t.end(ended, at); err != nil || len(begin) == 0 {
			return err
		}
		return t.begin(r, begun)
	})
	if err == nil && slices.ContainsFunc(begun, Begun.Waits) {
		err = r.takeOverDead()
	}
	return begun, err
}

// moments are the moment of one commit, by each account's clock.
type moments map[*Account]moment

func (all moments) of(a *Account) moment {
	m, known := all[a]
	if !known {
		m = a.clock.moment()
		all[a] = m
	}
	return m
}

// begin writes that messages are on their way from now on, those that may be sent. Each must be free to be.
func (t *tx) begin(r *Run, begun []Begun) error {
	if err := r.home.alone(t); err != nil { // nobody else's intent, or opt-out, comes between this look and the commit
		return err
	}
	barred, err := t.barred(begun)
	if err != nil {
		return err
	}
	var free []Attempt
	for i, b := range begun {
		why, left := barred[b.Message.ID]
		begun[i].Left = why.code
		switch {
		case !left:
			free = append(free, b.Attempt)
		case why.code != codeWaits:
			if err := t.leave(b.Message, why); err != nil {
				return err
			}
		}
	}
	return t.intend(r.id, free)
}

// intend writes attempts that begin.
func (t *tx) intend(run int64, free []Attempt) error {
	if len(free) == 0 {
		return nil
	}
	rows := make([][]any, len(free))
	for i, a := range free {
		wall, ahead := a.Start.fields()
		rows[i] = []any{a.Message.ID, a.Account.id, a.StartedAt.UnixMilli(), orNull(wall), orNull(ahead)}
	}
	list, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	err = t.expect(int64(len(free)), fmt.Errorf("rows %s: %w", rowsOf(free), errNotPending), `INSERT OR IGNORE INTO in_flight (message, run, account, started_at, wall_at, ahead)
		SELECT m.id, ?2, CAST(v.value ->> 1 AS BIGINT), CAST(v.value ->> 2 AS BIGINT), CAST(v.value ->> 3 AS BIGINT), CAST(v.value ->> 4 AS BIGINT) FROM json_each(?1) v
		CROSS JOIN messages m ON m.id = CAST(v.value ->> 0 AS BIGINT) WHERE m.status = 'pending' AND m.row IS NOT NULL`, string(list), run)
	for _, a := range free {
		t.move(a.Message.Job, Pending, sending)
	}
	return err
}

// orNull is a number as JSON has it.
func orNull(n sql.NullInt64) any {
	if !n.Valid {
		return nil
	}
	return n.Int64
}

// end writes what became of messages that were on their way.
func (t *tx) end(ended []Ending, at moments) error {
	if len(ended) == 0 {
		return nil
	}
	attempts, ids := make([]Attempt, len(ended)), make([]int64, len(ended))
	for i, e := range ended {
		attempts[i], ids[i] = e.Attempt, e.Message.ID
		err := t.attempt(e, at.of(e.Account))
		if err == nil {
			err = t.settle(e.Message, sending, at.of(e.Account).now, e.Outcome, justNow)
		}
		if err != nil {
			return err
		}
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	return t.expect(int64(len(ended)), fmt.Errorf("rows %s: not all of these messages are on their way", rowsOf(attempts)),
		`DELETE FROM in_flight WHERE message IN (SELECT CAST(value AS BIGINT) FROM json_each(?))`, string(list))
}

func rowsOf(attempts []Attempt) string {
	var rows []string
	for _, a := range attempts {
		rows = append(rows, strconv.Itoa(a.Message.Row))
	}
	return strings.Join(rows, ", ")
}

// attempt keeps one request that has ended.
func (t *tx) attempt(e Ending, ended moment) error {
	wall, ahead := e.Start.fields()
	wallEnd, aheadEnd := ended.reading.fields()
	return t.exec(`INSERT INTO attempts (message, account, started_at, ended_at, outcome, error_code, error, wall_at, wall_end, ahead, ahead_end)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Message.ID, e.Account.id, e.StartedAt.UnixMilli(), ended.now.UnixMilli(), string(e.Status), e.Reason.ErrorCode(), e.Reason.Encode(), wall, wallEnd, ahead, aheadEnd)
}

// Whether the attempt that was kept last led to an outcome.
const (
	justNow = 1
	earlier = 0
)

// settle moves a message to the status of an outcome; attempt says whether a request was just kept that led to it.
func (t *tx) settle(m Message, from Status, now time.Time, o Outcome, attempt int) error {
	var id sql.NullString
	var at sql.NullInt64
	if o.IDMessage != "" {
		id, at = sql.NullString{String: o.IDMessage, Valid: true}, sql.NullInt64{Int64: now.UnixMilli(), Valid: true}
	}
	stored := from
	if from == sending { // in_flight says so, not the message
		stored = Pending
	}
	err := t.expect(1, fmt.Errorf("row %d: the message is not %s", m.Row, from), `UPDATE messages SET status = ?1, id_message = ?2, accepted_at = ?3, error_code = ?4, error = ?5, delivery = '',
		attempts = attempts + ?8, attempt = CASE WHEN ?8 = 1 THEN last_insert_rowid() ELSE attempt END WHERE id = ?6 AND status = ?7`,
		string(o.Status), id, at, o.Reason.ErrorCode(), o.Reason.Encode(), m.ID, string(stored), attempt)
	if err != nil {
		return err
	}
	if m.Row > 0 {
		t.move(m.Job, from, o.Status)
	}
	return nil
}

// Reopen makes rejected messages pending again: their refusals proved to be the run's fault, not theirs.
func (l *Ledger) Reopen(messages []Message) error {
	return l.commit(func(t *tx) error {
		for _, m := range messages {
			if err := t.settle(m, Rejected, time.Now(), Outcome{Status: Pending}, earlier); err != nil {
				return err
			}
		}
		return nil
	})
}

// inFlight returns the attempts of a run that have no outcome. r has their accounts' clocks.
func (t *tx) inFlight(r *Run, run int64) ([]Attempt, error) {
	type row struct {
		Attempt
		account              string
		started, wall, ahead sql.NullInt64
	}
	rows, err := collect[row](context.Background(), t, `SELECT `+messageColumns+`, a.key, f.started_at, f.wall_at, f.ahead
		FROM in_flight f JOIN messages m ON m.id = f.message JOIN accounts a ON a.id = f.account WHERE f.run = ?`,
		func(r *row) []any { return append(r.Message.fields(), &r.account, &r.started, &r.wall, &r.ahead) }, run)
	if err != nil {
		return nil, err
	}
	left, accounts := make([]Attempt, len(rows)), map[string]*Account{}
	for _, a := range r.accounts {
		accounts[a.key] = a
	}
	for i, row := range rows {
		if accounts[row.account] == nil {
			if accounts[row.account], err = t.account(r.Ledger, row.account); err != nil {
				return nil, err
			}
		}
		left[i] = Attempt{row.Message, accounts[row.account], fromMilli(row.started), readingOf(row.wall, row.ahead)}
	}
	return left, nil
}
