package ledger

import (
	"context"
	"fmt"
)

// Already says what to do with rows whose card their chat already got in another job.
type Already string

// The choices.
const (
	AskAlready  Already = ""     // stop and ask, unless it was decided before
	SkipAlready Already = "skip" // leave them out
	SendAlready Already = "send" // send it again
)

// AlreadySentError says that rows would send what another job already did.
type AlreadySentError struct {
	// Job is the other job; of several, the one that sent the most of them. Jobs is how many there are.
	Job  string
	Jobs int
	// Already is how many rows hold such a card, Rows are the first of them, and Total all rows of the file.
	Already, Total int
	Rows           []int
}

// Error counts the rows.
func (e *AlreadySentError) Error() string {
	return fmt.Sprintf("%d of %d rows already got this card in job %q", e.Already, e.Total, e.Job)
}

// guard finds pending rows whose card another job sent, or may have sent, to the same chat. It
// refuses them, leaves them out or lets them be sent, as was decided.
func (p *planner) guard() error {
	if p.Test {
		return nil
	}
	if others, err := p.otherJobs(); err != nil || !others {
		return err
	}
	if err := p.findAlready(); err != nil {
		return err
	}
	if p.Already == AskAlready {
		e, err := p.undecided()
		switch {
		case err != nil:
			return err
		case e.Already > 0:
			return e
		}
	} else if err := p.decide(); err != nil {
		return err
	}
	if err := p.exec(`DELETE FROM temp.skip WHERE id IN (SELECT id FROM messages WHERE already = 'send')`); err != nil {
		return err
	}
	return p.skipFound(codeAlready, "This chat already got this card in job {}.")
}

// findAlready gathers such rows, each with a job that sent it.
func (p *planner) findAlready() error {
	if err := p.emptySkip(); err != nil {
		return err
	}
	return p.exec(`INSERT OR IGNORE INTO temp.skip (id, list) SELECT m.id, j.name FROM main.messages m
		JOIN `+p.others+`.messages o ON o.key = m.key AND o.job <> m.job JOIN `+p.others+`.jobs j ON j.id = o.job AND j.test = 0
		WHERE m.job = ? AND m.row IS NOT NULL AND m.status = 'pending'
		AND (o.status IN ('accepted', 'unknown') OR EXISTS (SELECT 1 FROM `+p.others+`.in_flight f WHERE f.message = o.id))`, p.job)
}

// undecided is the error for those about which nobody decided; it counts none if there are none.
func (p *planner) undecided() (*AlreadySentError, error) {
	const found = ` FROM temp.skip s JOIN messages m ON m.id = s.id WHERE m.already = ''`
	var e AlreadySentError
	type job struct {
		name string
		rows int
	}
	jobs, err := collect[job](context.Background(), p.conn, `SELECT s.list, count(*)`+found+` GROUP BY s.list ORDER BY 2 DESC, 1`,
		func(j *job) []any { return []any{&j.name, &j.rows} })
	if err != nil || len(jobs) == 0 {
		return &e, err
	}
	e.Job, e.Jobs = jobs[0].name, len(jobs)
	for _, j := range jobs {
		e.Already += j.rows
	}
	if e.Rows, err = collect[int](context.Background(), p.conn, `SELECT m.row`+found+` ORDER BY m.row LIMIT 6`,
		func(row *int) []any { return []any{row} }); err != nil {
		return &e, err
	}
	return &e, p.one(`SELECT count(*) FROM lines WHERE job = ?`, []any{p.job}, &e.Total)
}

// decide keeps what was decided with the messages.
func (p *planner) decide() error {
	if p.Already == SkipAlready {
		if err := p.inherit(); err != nil {
			return err
		}
	}
	return p.exec(`UPDATE messages SET already = ? WHERE id IN (SELECT id FROM temp.skip)`, string(p.Already))
}

// inherit has the job leave out whom the jobs left out whose cards are not sent again: it goes on
// with their lists. It does so once, when that is decided.
func (p *planner) inherit() error {
	before, err := p.countExclusions()
	if err != nil {
		return err
	}
	err = p.exec(`INSERT OR IGNORE INTO main.exclusions (job, person, list) SELECT ?1, x.person, x.list FROM `+p.others+`.exclusions x
		WHERE x.job IN (SELECT o.job FROM temp.skip s JOIN main.messages m ON m.id = s.id
			JOIN `+p.others+`.messages o ON o.key = m.key AND o.job <> m.job AND o.status IN ('accepted', 'unknown')
			WHERE m.already = '')`, p.job)
	if err != nil {
		return err
	}
	if after, err := p.countExclusions(); err != nil || after == before {
		return err
	}
	if err := p.readLists(); err != nil {
		return err
	}
	return p.skipListed()
}

func (p *planner) countExclusions() (n int, err error) {
	return n, p.one(`SELECT count(*) FROM main.exclusions WHERE job = ?`, []any{p.job}, &n)
}
