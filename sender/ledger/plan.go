package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"
	"time"

	"contactcast/internal/card"
	"contactcast/internal/words"
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
	// ExcludeFiles are the files that were read for them, those too that hold none yet.
	ExcludeFiles []string
	// Already says what to do with rows whose card their chat already got in another job.
	Already Already
	// SendChanged also sends to chats that got another card in this job, one no longer in the file.
	SendChanged bool
	// Cooldown skips who got any card from this account in another job that recently; 0 skips nobody.
	Cooldown time.Duration
}

// Plan replaces the lines of a job by the rows given, all or nothing: when rows ends
// in an error, that error is returned and the job is as it was. What was sent before
// stays sent; only content that is new or unfinished becomes pending. It returns an
// *AlreadySentError for rows whose card another job already sent, unless Already decides.
//
// The rows are staged in a private database and compared there with what the ledger knows. What is
// new is then written under a plan of its own, a little at a time, and one short transaction has the
// job go by that plan.
func (l *Ledger) Plan(ctx context.Context, p Plan, rows iter.Seq2[Row, error]) (Job, error) {
	err := l.staging(ctx, p, func(pl *planner) error { return pl.plan(ctx, rows) })
	if err != nil {
		return Job{}, err
	}
	return findJob(ctx, l.read, p.Job)
}

// planner is one plan being made.
type planner struct {
	*tx
	Plan
	ledger  *Ledger
	now     time.Time
	others  string // the schema that holds what is known: the ledger's own, or the one that a draft reads
	job     int64
	isNew   bool // the job has no messages yet; a plan that was killed may have brought some
	lists   lists
	aliases aliases

	hits  []hit          // rows that are left out unless they were sent before
	named []asked        // rows that may be, whose person has another name
	whys  map[line]int64 // why rows are left out, numbered

	rows, invalid int    // staged
	compared      string // what the rows are compared with: see stamp
	among         string // which of the hits are left out
}

func (p *planner) plan(ctx context.Context, rows iter.Seq2[Row, error]) error {
	if err := p.find(); err != nil {
		return err
	}
	if !p.ledger.draft {
		if err := p.ledger.sweep(ctx, p.job); err != nil { // before anything is compared with what a killed plan left
			return err
		}
	}
	for _, step := range []func() error{
		func() (err error) { p.compared, err = p.stamp(); return err },
		func() error { return p.inStage(p.readExclusions) }, p.readLists,
		func() error { return p.load(ctx, rows) }, p.compare,
	} {
		if err := step(); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	if p.ledger.draft {
		return p.draft()
	}
	return p.write(ctx)
}

// find finds the job, if there is one.
func (p *planner) find() error {
	err := p.one(`SELECT id, plan IS NULL AND NOT EXISTS (SELECT 1 FROM `+p.others+`.messages m WHERE m.job = j.id AND m.row IS NULL)
		AND NOT EXISTS (SELECT 1 FROM `+p.others+`.messages m WHERE m.job = j.id AND m.status = 'pending' AND m.row IS NOT NULL)
		FROM `+p.others+`.jobs j WHERE name = ?`, []any{p.Job}, &p.job, &p.isNew)
	if errors.Is(err, sql.ErrNoRows) {
		p.isNew = true
		return p.one(`SELECT coalesce(max(id), 0) + 1 FROM `+p.others+`.jobs`, nil, &p.job)
	}
	return err
}

// readExclusions gathers whom the job leaves out, with whom it does from now on.
func (p *planner) readExclusions() error {
	err := p.exec(`INSERT INTO stage.excluded SELECT person, list FROM `+p.others+`.exclusions WHERE job = ?`, p.job)
	for _, x := range p.Exclude {
		if err == nil {
			err = p.exec(`INSERT OR IGNORE INTO stage.excluded VALUES (?, ?)`, card.Person(x.ChatID), x.List)
		}
	}
	return err
}

// header is the job's as the table holds it.
func (p *planner) header() (string, error) {
	header, err := json.Marshal(p.Header)
	return string(header), err
}

// line is what stands with a row that is left out.
type line struct {
	status     Status
	code, text string
	list       string // what left it out
}

func skipped(why words.Fact) line {
	return line{status: Skipped, code: why.ErrorCode(), text: why.Encode()}
}
