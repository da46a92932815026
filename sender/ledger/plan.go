package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"
)

// Plan says which file becomes which job, and what to leave out.
type Plan struct {
	// Job is the job's name.
	Job string
	// Test marks a job that only tries a card out: other jobs take no notice of it.
	Test bool
	// File, Sheet, Header, Delimiter and Fingerprint are kept with the job.
	File, Sheet string
	Header      []string
	Delimiter   string
	Fingerprint string
	// Reading says how the file is read, in words of the caller's own; Reading of the ledger gives it back.
	Reading string
	// Exclude are chats that the job leaves out from now on.
	Exclude []Exclusion
	// Already says what to do with rows whose card their chat already got in another job.
	Already Already
	// SendChanged also sends to chats that got another card in this job, one no longer in the file.
	SendChanged bool
	// Cooldown skips who got any card from this account in another job that recently; 0 skips nobody.
	Cooldown time.Duration
}

// Plan replaces the lines of a job by the rows given, all or nothing: when rows ends
// in an error, that error is returned and nothing has changed. What was sent before
// stays sent; only content that is new or unfinished becomes pending. It returns an
// *AlreadySentError for rows whose card another job already sent, unless Already decides.
func (l *Ledger) Plan(ctx context.Context, p Plan, rows iter.Seq2[Row, error]) (Job, error) {
	err := l.transact(ctx, func(t *tx) error {
		pl := planner{tx: t, Plan: p, now: l.clock.now(), others: l.others}
		return pl.run(ctx, rows)
	})
	if err != nil {
		return Job{}, err
	}
	// The log of a large plan would otherwise stay as large as the plan.
	if _, err := l.conn.ExecContext(ctx, `PRAGMA main.wal_checkpoint(TRUNCATE)`); err != nil {
		return Job{}, fmt.Errorf("write to the ledger: %w", err)
	}
	return findJob(ctx, l.conn, p.Job)
}

// planner is one plan being made.
type planner struct {
	*tx
	Plan
	now    time.Time
	others string // the schema that holds the account's other jobs
	job    int64
	isNew  bool
	next   int64 // id of the next message
	lists  lists
}

func (p *planner) run(ctx context.Context, rows iter.Seq2[Row, error]) error {
	if err := p.replace(); err != nil {
		return err
	}
	if err := p.readLists(); err != nil {
		return err
	}
	for row, err := range prepare(ctx, rows) {
		if err == nil {
			err = p.add(row)
		}
		if err != nil {
			return err
		}
	}
	for _, step := range []func() error{p.skipChanged, p.skipCooling, p.guard} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// replace finds or makes the job and takes its present lines away.
func (p *planner) replace() error {
	header, err := json.Marshal(p.Header)
	if err != nil {
		return err
	}
	err = p.one(`SELECT id FROM jobs WHERE name = ?`, []any{p.Job}, &p.job)
	p.isNew = errors.Is(err, sql.ErrNoRows)
	if err != nil && !p.isNew {
		return err
	}
	err = p.one(`INSERT INTO jobs (name, test, file, sheet, header, delimiter, fingerprint, planned_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET file = excluded.file, sheet = excluded.sheet, header = excluded.header,
		delimiter = excluded.delimiter, fingerprint = excluded.fingerprint, planned_at = excluded.planned_at RETURNING id`,
		[]any{p.Job, p.Test, p.File, p.Sheet, string(header), p.Delimiter, p.Fingerprint, p.now.UnixMilli()}, &p.job)
	if err != nil {
		return err
	}
	if err := p.keepReading(); err != nil {
		return err
	}
	if err := p.one(`SELECT coalesce(max(id), 0) + 1 FROM messages`, nil, &p.next); err != nil {
		return err
	}
	if err := p.exclude(p.job, p.Exclude); err != nil || p.isNew {
		return err
	}
	if err := p.exec(`UPDATE messages SET row = NULL WHERE row IS NOT NULL
		AND id IN (SELECT message FROM lines WHERE job = ?)`, p.job); err != nil {
		return err
	}
	if err := p.exec(`DELETE FROM tally WHERE job = ?`, p.job); err != nil {
		return err
	}
	return p.exec(`DELETE FROM lines WHERE job = ?`, p.job)
}

// add plans one row.
func (p *planner) add(row prepared) error {
	if problem := row.Problem; problem != nil {
		return p.addLine(row, sql.NullInt64{}, line{status: Invalid, field: problem.Field, code: problem.Reason.ErrorCode(),
			text: problem.Reason.Encode(), column: problem.Column, cell: beginning(problem.Cell)})
	}
	why, _ := p.lists.find(row.person)
	free := !row.Example && (why.code == "" || why.named) // else another row may have it
	id, err := p.insert(row, sql.NullInt64{Int64: int64(row.Number), Valid: free})
	if err != nil {
		return err
	}
	as, owner := cell{p.job, Pending, ""}, sql.NullInt64{} // owner: the row that already sends this content, if one does
	known := id == 0
	if known {
		err = p.one(`SELECT id, row, status, delivery FROM messages WHERE key = ? AND job = ?`, []any{row.key[:], p.job},
			&id, &owner, &as.status, &as.delivery)
	}
	message := sql.NullInt64{Int64: id, Valid: true}
	if err != nil {
		return err
	}
	var left reason
	if !owner.Valid && as.status == Pending {
		if left, err = p.leftOut(id, row); err != nil {
			return err
		}
	}
	switch {
	case owner.Valid:
		return p.addLine(row, message, skipped("duplicate", fmt.Sprintf("The same card to the same chat as row %d.", owner.Int64)))
	case as.status == Pending && row.Example:
		return p.leaveOut(row, id, skipped("example", textExample), free)
	case left.code != "":
		return p.leaveOut(row, id, left.skipped(), free)
	case known:
		if err := p.exec(`UPDATE messages SET row = ? WHERE id = ?`, row.Number, id); err != nil {
			return err
		}
	}
	p.tally[as]++
	return p.exec(`INSERT INTO lines (job, row, message, source) VALUES (?, ?, ?, ?)`, p.job, row.Number, message, row.source)
}

// leaveOut adds a row that is not sent, though it could be; owned says that its message was given to it.
func (p *planner) leaveOut(row prepared, message int64, l line, owned bool) error {
	if owned {
		if err := p.exec(`UPDATE messages SET row = NULL WHERE id = ?`, message); err != nil {
			return err
		}
	}
	return p.addLine(row, sql.NullInt64{Int64: message, Valid: true}, l)
}

// insert adds a message that the job does not have yet, owned by its row or by none, and
// returns its id; 0 if the job has it.
func (p *planner) insert(row prepared, owner sql.NullInt64) (int64, error) {
	m, c := row.Message, row.Message.Contact
	r, err := p.tx.run(`INSERT INTO messages (id, job, key, row, chat_id, phone_contact,
		first_name, middle_name, last_name, company, quoted_message_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, p.next, p.job, row.key[:], owner,
		m.ChatID, c.PhoneContact, c.FirstName, c.MiddleName, c.LastName, c.Company, m.QuotedMessageID)
	if err != nil {
		return 0, err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return 0, err
	}
	p.next++
	return p.next - 1, nil
}

// line is what stands with a row that has a status of its own.
type line struct {
	status                          Status
	field, code, text, column, cell string
	list                            string // what left a skipped row out
}

func skipped(code, text string) line { return line{status: Skipped, code: code, text: text} }

// addLine adds a row with a status of its own.
func (p *planner) addLine(row prepared, message sql.NullInt64, l line) error {
	p.tally[cell{p.job, l.status, ""}]++
	return p.exec(`INSERT INTO lines (job, row, message, status, field, error_code, error, col, cell, source, list)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, p.job, row.Number, message, string(l.status), l.field, l.code, l.text, l.column, l.cell, row.source, l.list)
}

const textExample = "This is the template's example row, which is never sent: replace it by a row of your own."

// beginning is what of a cell's text is worth showing.
func beginning(cell string) string {
	if r := []rune(cell); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return cell
}
