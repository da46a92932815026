package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"contactcast/internal/words"
)

// ErrNoJob says that the ledger has no job of that name.
var ErrNoJob = errors.New("no such job")

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// reader is where the ledger is read: a pool of connections, or a draft's one connection.
type reader interface {
	querier
	queryer
}

// each yields what query finds; fields says where a row's columns go.
func each[T any](ctx context.Context, q querier, query string, fields func(*T) []any, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var t T
		rows, err := q.QueryContext(ctx, query, args...)
		if err != nil {
			yield(t, unread(err))
			return
		}
		defer rows.Close()
		dest := fields(&t)
		for rows.Next() {
			if err := rows.Scan(dest...); err != nil {
				yield(t, unread(err))
				return
			}
			if !yield(t, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(t, unread(err))
		}
	}
}

func collect[T any](ctx context.Context, q querier, query string, fields func(*T) []any, args ...any) ([]T, error) {
	var all []T
	for t, err := range each(ctx, q, query, fields, args...) {
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

// number reads an int; database/sql would go through its text.
type number int

// Scan takes a whole number of the driver's.
func (n *number) Scan(value any) error {
	i, ok := value.(int64)
	if !ok {
		return fmt.Errorf("%v is no whole number", value)
	}
	*n = number(i)
	return nil
}

// count returns the one number that query finds.
func (l *Ledger) count(ctx context.Context, query string, args ...any) (n int, err error) {
	if err := l.read.QueryRowContext(ctx, query, args...).Scan(&n); err != nil {
		return 0, unread(err)
	}
	return n, nil
}

const jobColumns = `id, name, file, sheet, header, delimiter, fingerprint, planned_at, started_at, ended_at, command, stop_code, stop_text`

// jobRow is a job as the table holds it.
type jobRow struct {
	Job
	header, stop            string
	planned, started, ended sql.NullInt64
}

func (r *jobRow) fields() []any {
	return []any{&r.ID, &r.Name, &r.File, &r.Sheet, &r.header, &r.Delimiter, &r.Fingerprint,
		&r.planned, &r.started, &r.ended, &r.Command, &r.StopCode, &r.stop}
}

func (r jobRow) job() (Job, error) {
	r.PlannedAt, r.StartedAt, r.EndedAt = fromMilli(r.planned), fromMilli(r.started), fromMilli(r.ended)
	r.Header, r.Job.Stop = nil, words.Decode(r.stop)
	if err := json.Unmarshal([]byte(r.header), &r.Header); err != nil {
		return Job{}, fmt.Errorf("read the ledger: header of job %s: %w", r.Name, err)
	}
	return r.Job, nil
}

// Jobs returns all jobs, the one planned last first.
func (l *Ledger) Jobs(ctx context.Context) ([]Job, error) {
	var jobs []Job
	query := `SELECT ` + jobColumns + ` FROM jobs WHERE plan IS NOT NULL ORDER BY planned_at DESC, id DESC`
	for r, err := range each(ctx, l.read, query, (*jobRow).fields) {
		if err != nil {
			return nil, err
		}
		job, err := r.job()
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, job)
	}
	return jobs, nil
}

// Job returns the job of that name, or an error that wraps ErrNoJob.
func (l *Ledger) Job(ctx context.Context, name string) (Job, error) {
	return findJob(ctx, l.read, name)
}

func findJob(ctx context.Context, q querier, name string) (Job, error) {
	for r, err := range each(ctx, q, `SELECT `+jobColumns+` FROM jobs WHERE name = ? AND plan IS NOT NULL`, (*jobRow).fields, name) {
		if err != nil {
			return Job{}, err
		}
		return r.job()
	}
	return Job{}, fmt.Errorf("%q: %w", name, ErrNoJob)
}

// Counts returns the job's rows by status, without counting them.
func (l *Ledger) Counts(ctx context.Context, job int64) (Counts, error) {
	type count struct {
		status string
		rows   int
	}
	c := Counts{}
	query := `SELECT status, sum(rows) FROM tally WHERE job = ? GROUP BY status`
	for n, err := range each(ctx, l.read, query, func(n *count) []any { return []any{&n.status, &n.rows} }, job) {
		if err != nil {
			return nil, err
		}
		c[seen(n.status)] += n.rows
	}
	return c, nil
}

// seen is the status as people see it.
func seen(status string) Status {
	if Status(status) == sending {
		return Unknown
	}
	return Status(status)
}

// lineAccount is the account that sent a line's message, or perhaps did, of job ?1, where that went over several.
const lineAccount = `CASE WHEN (SELECT count(*) FROM job_accounts WHERE job = ?1) > 1 THEN coalesce((SELECT c.key
	FROM lines x CROSS JOIN messages m ON m.id = x.message LEFT JOIN in_flight f ON f.message = m.id LEFT JOIN attempts a ON a.id = m.attempt AND m.status <> 'pending'
	CROSS JOIN accounts c ON c.id = coalesce(f.account, a.account) WHERE x.plan = told.plan AND x.row = told.row AND x.status IS NULL), '') ELSE '' END`

// lineColumns are what a lineRow is scanned from; ?1 is the job.
const lineColumns = `row, status, field, col, cell, list, source, message, error_code, error, id_message, accepted_at, attempts, delivery,
	chat_id, phone_contact, first_name, middle_name, last_name, company, quoted_message_id, ` + lineAccount

// Lines yields the rows of the job's file in order, with what became of each; of the
// given statuses only, if any are given. It reads in a goroutine of its own, ahead of the loop.
func (l *Ledger) Lines(ctx context.Context, job Job, only ...Status) iter.Seq2[Line, error] {
	query := `SELECT ` + lineColumns + ` FROM told AS told WHERE plan = (SELECT plan FROM jobs WHERE id = ?1)` + having(only) + ` ORDER BY row`
	return ahead(func(yield func(Line, error) bool) {
		for r, err := range each(ctx, l.read, query, (*lineRow).fields, job.ID) {
			var line Line
			if err == nil {
				line, err = r.line(job)
			}
			if !yield(line, err) || err != nil {
				return
			}
		}
	})
}

// having restricts lines to statuses. Those that are a line's own have an index.
func having(only []Status) string {
	if len(only) == 0 {
		return ""
	}
	column, list := "own", ""
	for _, s := range only {
		if s != Invalid && s != Skipped {
			column = "status"
		}
		list += `, '` + string(s) + `'`
		if s == Unknown {
			list += `, '` + string(sending) + `'`
		}
	}
	return ` AND ` + column + ` IN (` + list[2:] + `)`
}

// lineRow is a line and its message as the tables hold them.
type lineRow struct {
	Line
	status, source string
	reason         string // encoded
	sendable       bool
	idMessage      sql.NullString
	acceptedAt     sql.NullInt64
	message        Message
}

func (r *lineRow) fields() []any {
	m, c := &r.message, &r.message.Contact
	return []any{(*number)(&r.Row), &r.status, &r.Field, &r.Column, &r.Cell, &r.List, &r.source, &r.sendable, &r.ErrorCode, &r.reason, &r.idMessage, &r.acceptedAt,
		(*number)(&r.Attempts), &r.Delivery, &m.ChatID, &c.PhoneContact, &c.FirstName, &c.MiddleName, &c.LastName, &c.Company, &m.QuotedMessageID, &r.Account}
}

func (r lineRow) line(job Job) (Line, error) {
	l := r.Line
	l.Status, l.IDMessage, l.AcceptedAt = seen(r.status), r.idMessage.String, fromMilli(r.acceptedAt)
	l.Reason = words.Decode(r.reason)
	if l.List != "" {
		l.Reason = words.New(l.Reason.Code, "list", l.List)
	}
	if Status(r.status) == sending {
		l.ErrorCode, l.Reason = "in-flight", words.New("in-flight")
	}
	if l.Status == Pending {
		l.ErrorCode, l.Reason = job.StopCode, job.Stop
	}
	if r.sendable {
		l.Message = &r.message.Card
	}
	l.Source = nil
	if err := json.Unmarshal([]byte(r.source), &l.Source); err != nil {
		return Line{}, fmt.Errorf("read the ledger: row %d: %w", l.Row, err)
	}
	return l, nil
}
