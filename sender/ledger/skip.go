package ledger

import (
	"fmt"
	"time"
)

// skipChanged skips pending messages to chats that got, or may have got, a card of this
// job that the file no longer holds: most likely the same row, corrected.
func (p *planner) skipChanged() error {
	if p.SendChanged || p.isNew {
		return nil
	}
	return p.skipWhere("changed", "This chat already got another card of this job, one that is no longer in the file. To send this one too: --changed send",
		`SELECT m.id FROM messages h JOIN messages m ON m.chat_id = h.chat_id AND m.job = h.job
		WHERE h.job = ?1 AND h.row IS NULL AND h.status IN ('accepted', 'unknown')
		AND m.row IS NOT NULL AND m.status = 'pending'`, p.job)
}

// skipCooling skips pending messages to chats that got any card in another job within the cool-down.
func (p *planner) skipCooling() error {
	if p.Cooldown <= 0 {
		return nil
	}
	if others, err := p.otherJobs(); err != nil || !others {
		return err
	}
	return p.skipWhere("cooldown", "This chat got a card from this account within the last "+days(p.Cooldown)+".",
		`SELECT m.id FROM messages m WHERE m.job = ?1 AND m.row IS NOT NULL AND m.status = 'pending'
		AND EXISTS (SELECT 1 FROM `+p.others+`.messages o JOIN `+p.others+`.attempts a ON a.id = o.attempt WHERE o.chat_id = m.chat_id AND o.job <> m.job
			AND o.status IN ('accepted', 'unknown') AND a.started_at > ?2
			AND o.job NOT IN (SELECT id FROM `+p.others+`.jobs WHERE test = 1))`,
		p.job, p.now.Add(-p.Cooldown).UnixMilli())
}

// skipWhere skips the messages that query finds and takes them from their rows.
func (p *planner) skipWhere(code, text, query string, args ...any) error {
	if err := p.emptySkip(); err != nil {
		return err
	}
	if err := p.exec(`INSERT OR IGNORE INTO temp.skip (id) `+query, args...); err != nil {
		return err
	}
	return p.skipFound(code, text)
}

// emptySkip makes room for messages that are found to be skipped, and for what leaves each out.
func (p *planner) emptySkip() error {
	if err := p.exec(`CREATE TEMP TABLE IF NOT EXISTS skip (id INTEGER PRIMARY KEY, list TEXT NOT NULL DEFAULT '') STRICT`); err != nil {
		return err
	}
	return p.exec(`DELETE FROM temp.skip`)
}

// skipFound skips what was found; {} in text stands for what leaves a message out.
func (p *planner) skipFound(code, text string) error {
	r, err := p.tx.run(`UPDATE lines SET status = 'skipped', error_code = ?1, error = replace(?2, '{}', s.list), list = s.list
		FROM temp.skip s JOIN messages m ON m.id = s.id WHERE lines.job = ?3 AND lines.row = m.row`, code, text, p.job)
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	if err != nil {
		return err
	}
	p.tally[cell{p.job, Pending, ""}] -= int(n)
	p.tally[cell{p.job, Skipped, ""}] += int(n)
	return p.exec(`UPDATE messages SET row = NULL WHERE id IN (SELECT id FROM temp.skip)`)
}

// otherJobs tells whether the account has any, tests aside.
func (p *planner) otherJobs() (bool, error) {
	var jobs int
	err := p.one(`SELECT count(*) FROM `+p.others+`.jobs WHERE test = 0 AND name <> ?`, []any{p.Job}, &jobs)
	return jobs > 0, err
}

// days says a duration in days where it is whole days.
func days(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == day:
		return "day"
	case d%day == 0:
		return fmt.Sprintf("%d days", d/day)
	}
	return d.String()
}
