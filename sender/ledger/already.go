package ledger

import (
	"context"
	"fmt"

	"contactcast/internal/words"
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

// Fact is what was found, and asks what is to be done.
func (e *AlreadySentError) Fact() words.Fact {
	const shown = 5
	jobs := words.New("already-sent/jobs", "job", e.Job)
	if e.Jobs > 1 {
		jobs = words.New("already-sent/jobs-more", "job", e.Job, "n", e.Jobs-1)
	}
	return words.New("already-sent/ask", "n", e.Already, "total", e.Total, "jobs", jobs, "rows", words.Rows(e.Rows[:min(len(e.Rows), shown)], e.Already), "job", e.Job)
}

// guard finds rows to be sent whose card another job sent, or may have sent, to the same chat. It
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
	return p.exec(insertSkips + `SELECT row, 'already-sent', 'already-sent', list
		FROM stage.already WHERE decided <> 'send'`)
}

// SentAgain counts the job's rows that are to be sent though their chat already got their card in
// another job: somebody said so.
func (l *Ledger) SentAgain(ctx context.Context, job int64) (int, error) {
	if l.draft {
		return l.count(ctx, `SELECT count(*) FROM stage.already WHERE decided = 'send' AND row NOT IN (SELECT row FROM stage.skips)`)
	}
	return l.count(ctx, `SELECT count(*) FROM messages WHERE job = ? AND row IS NOT NULL AND status = 'pending' AND already = 'send'`, job)
}

// findAlready gathers such rows, each with a job that sent it.
func (p *planner) findAlready() error {
	find := func(key, already, sent string) error {
		return p.exec(`INSERT OR IGNORE INTO stage.already SELECT x.row, j.name, `+already+` FROM `+key+`
			CROSS JOIN `+p.others+`.messages o ON o.key = x.key AND o.job <> ? CROSS JOIN `+p.others+`.jobs j ON j.id = o.job AND j.test = 0
			WHERE `+sent+` OR EXISTS (SELECT 1 FROM `+p.others+`.in_flight f WHERE f.message = o.id)`, p.job)
	}
	if err := find(`free x`, `x.already`, `o.status IN ('accepted', 'unknown')`); err != nil {
		return err
	}
	return find(`stage.twins x CROSS JOIN free f ON f.row = x.row`, `f.already`, twinArrived)
}

// undecided is the error for those about which nobody decided; it counts none if there are none.
func (p *planner) undecided() (*AlreadySentError, error) {
	const found = ` FROM stage.already WHERE decided = ''`
	e := AlreadySentError{Total: p.rows}
	type job struct {
		name string
		rows int
	}
	jobs, err := collect[job](context.Background(), p, `SELECT list, count(*)`+found+` GROUP BY list ORDER BY 2 DESC, 1`,
		func(j *job) []any { return []any{&j.name, &j.rows} })
	if err != nil || len(jobs) == 0 {
		return &e, err
	}
	e.Job, e.Jobs = jobs[0].name, len(jobs)
	for _, j := range jobs {
		e.Already += j.rows
	}
	e.Rows, err = collect[int](context.Background(), p, `SELECT row`+found+` ORDER BY row LIMIT 6`,
		func(row *int) []any { return []any{row} })
	return &e, err
}

// decide takes the command's word for all of them.
func (p *planner) decide() error {
	return p.exec(`UPDATE stage.already SET decided = ?`, string(p.Already))
}

// inherit has the job leave out whom other jobs leave out that hold the same cards to the same
// chats, sent or not: it goes on with their lists, whatever its name. It does so when messages
// are new to the job, so that what is lifted later stays lifted; those of a plan that was killed are new.
func (p *planner) inherit() error {
	if p.Test {
		return nil
	}
	var some bool
	err := p.one(`SELECT EXISTS (SELECT 1 FROM `+p.others+`.exclusions WHERE job <> ?)`, []any{p.job}, &some)
	if err != nil || !some {
		return err
	}
	r, err := p.run(`INSERT OR IGNORE INTO stage.excluded SELECT x.person, x.list FROM `+p.others+`.exclusions x WHERE x.job IN
		(SELECT DISTINCT o.job FROM stage.staged s CROSS JOIN `+p.others+`.messages o ON o.key = s.key AND o.job <> ?1
			CROSS JOIN `+p.others+`.jobs j ON j.id = o.job AND j.test = 0
			WHERE NOT EXISTS (SELECT 1 FROM `+p.others+`.messages m WHERE m.key = s.key AND m.job = ?1 AND (m.attempts > 0
				OR m.id IN (SELECT message FROM `+p.others+`.lines WHERE plan = (SELECT plan FROM `+p.others+`.jobs WHERE id = ?1)))))`, p.job)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err
	}
	for _, step := range []func() error{p.readLists, p.findHits, p.skipHits} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
