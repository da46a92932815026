package ledger

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"

	"contactcast/internal/card"
	"contactcast/internal/words"
)

// Exclusion is a chat that a job leaves out.
type Exclusion struct {
	ChatID string
	// List is the file that names it.
	List string
}

// Exclude has a job leave chats out from now on, whatever its command says. When it returns
// without an error, that is durable, and no message to them is begun any more.
func (l *Ledger) Exclude(job int64, chats []Exclusion) error {
	return l.commit(func(t *tx) error { return t.exclude(job, chats) })
}

// keepFile keeps a file that named chats which the job leaves out.
const keepFile = `INSERT OR IGNORE INTO exclude_files (job, path) VALUES (?, ?)`

// compareAgain has the job's lines compared at its next plan, whatever else is as it was.
const compareAgain = `UPDATE jobs SET compared = '' WHERE id = ?`

func (t *tx) exclude(job int64, chats []Exclusion) error {
	last, added := "", int64(0)
	for _, x := range chats {
		if x.List != last {
			if err := t.exec(keepFile, job, x.List); err != nil {
				return err
			}
			last = x.List
		}
		r, err := t.run(`INSERT OR IGNORE INTO exclusions (job, person, list) VALUES (?, ?, ?)`, job, card.Person(x.ChatID), x.List)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		if err != nil {
			return err
		}
		added += n
	}
	if added == 0 {
		return nil
	}
	return t.exec(compareAgain, job)
}

// keepExcluded has the plan's job leave out whom its command names, and keeps the files that do.
func (p *planner) keepExcluded(t *tx) error {
	if err := t.exclude(p.job, p.Exclude); err != nil {
		return err
	}
	return p.keepFiles(t)
}

func (p *planner) keepFiles(t *tx) error {
	for _, path := range p.ExcludeFiles {
		if err := t.exec(keepFile, p.job, path); err != nil {
			return err
		}
	}
	return nil
}

// ExcludeList is a file that named chats which a job leaves out.
type ExcludeList struct {
	Path string
	// Chats is how many persons the job leaves out by it; one that several files name counts for the first.
	Chats int
}

// ExcludeLists returns the files that named chats which the job leaves out.
func (l *Ledger) ExcludeLists(ctx context.Context, job int64) ([]ExcludeList, error) {
	return collect[ExcludeList](ctx, l.read, `SELECT f.path, count(x.person) FROM exclude_files f LEFT JOIN exclusions x ON x.job = f.job AND x.list = f.path
		WHERE f.job = ? GROUP BY f.path ORDER BY f.path`,
		func(e *ExcludeList) []any { return []any{&e.Path, &e.Chats} }, job)
}

// ExcludedBy returns the list by which the job leaves out a person of one of these names, or "".
func (l *Ledger) ExcludedBy(ctx context.Context, job int64, names []string) (list string, err error) {
	for _, name := range names {
		err := l.read.QueryRowContext(ctx, `SELECT list FROM exclusions WHERE job = ? AND person = ?`, job, name).Scan(&list)
		switch {
		case err == nil:
			return list, nil
		case !errors.Is(err, sql.ErrNoRows):
			return "", unread(err)
		}
	}
	return "", nil
}

// Exclusions counts the persons that the job leaves out.
func (l *Ledger) Exclusions(ctx context.Context, job int64) (int, error) {
	return l.count(ctx, `SELECT count(*) FROM exclusions WHERE job = ?`, job)
}

// Lift has a job leave chats out no longer, and returns how many of them it left out. It needs no run.
func (l *Ledger) Lift(ctx context.Context, job int64, chatIDs []string) (lifted int, err error) {
	err = l.transact(ctx, func(t *tx) error {
		for _, id := range chatIDs {
			r, err := t.run(`DELETE FROM exclusions WHERE job = ?2 AND person IN (`+namesOf+`)`, card.Person(id), job)
			if err != nil {
				return err
			}
			if n, err := r.RowsAffected(); err != nil {
				return err
			} else if n > 0 {
				lifted++
			}
		}
		return t.exec(compareAgain, job)
	})
	return lifted, err
}

// LeftOut counts rows that were left out of a job, by why and by which list.
type LeftOut struct {
	// Code is the rows' error code; List is the list's or the job's name, or "".
	Code, List string
	Rows       int
}

// LeftOut returns what was left out of the job's file on purpose, by reason and list, the most rows first.
func (l *Ledger) LeftOut(ctx context.Context, job int64) ([]LeftOut, error) {
	return collect[LeftOut](ctx, l.read, `SELECT error_code, list, count(*) FROM told
		WHERE plan = (SELECT plan FROM jobs WHERE id = ?) AND own = 'skipped'
		GROUP BY error_code, list ORDER BY 3 DESC, 1, 2`,
		func(o *LeftOut) []any { return []any{&o.Code, &o.List, &o.Rows} }, job)
}

// reason is why a message may not be sent now.
type reason struct {
	message int64
	code    string // "excluded", "opted-out", "already-sent"; "waits" if it may be later
	list    string // which list, word or job
}

// Codes of rows that are left out.
const (
	codeOptedOut  = "opted-out"
	codeExcluded  = "excluded"
	codeAlready   = "already-sent"
	codeDuplicate = "duplicate"
	codeWaits     = "waits" // never a row's: behind another job's message in flight
)

// becauseOptedOutList is why a row was left out whose place {list} is the line's List.
const becauseOptedOutList words.Code = "opted-out/list"

// skipped is the line of a message that is left out.
func (r reason) skipped() line {
	why, list := words.Code(r.code), r.list
	switch {
	case r.code == codeOptedOut && list != "":
		why = becauseOptedOutList
	case r.code == codeExcluded:
		list = filepath.Base(list)
	case r.code == codeDuplicate: // under another chat id
		return skipped(words.New("duplicate/person", "chat", list))
	}
	l := skipped(words.New(why))
	l.list = list
	return l
}

// leave takes a pending message from its row and says why.
func (t *tx) leave(m Message, r reason) error {
	if err := t.explain(m, r.skipped()); err != nil {
		return err
	}
	err := t.exec(`UPDATE messages SET row = NULL, already = CASE WHEN ?2 = 'already-sent' AND already = '' THEN 'skip' ELSE already END WHERE id = ?1`, m.ID, r.code)
	t.move(m.Job, Pending, Skipped)
	return err
}

// explain says with a message's row why it is left out.
func (t *tx) explain(m Message, l line) error {
	return t.exec(`UPDATE lines SET status = 'skipped', error_code = ?, error = ?, list = ? WHERE plan = (SELECT plan FROM jobs WHERE id = ?) AND row = ?`,
		l.code, l.text, l.list, m.Job, m.Row)
}
