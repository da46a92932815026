package ledger

import (
	"fmt"
	"time"
)

// skipChanged leaves out rows to chats that got, or may have got, a card of this
// job that the file no longer holds: most likely the same row, corrected.
func (p *planner) skipChanged() error {
	if p.SendChanged || p.isNew {
		return nil
	}
	if err := p.exec(`CREATE INDEX stage.gone_chat ON gone (chat_id)`); err != nil {
		return err
	}
	return p.exec(insertSkips+`SELECT f.row, 'changed', ?, '' FROM free f WHERE f.chat_id IN (SELECT chat_id FROM stage.gone)`,
		"This chat already got another card of this job, one that is no longer in the file. To send this one too: --changed send")
}

// skipCooling leaves out rows to chats that got any card in another job within the cool-down.
func (p *planner) skipCooling() error {
	if p.Cooldown <= 0 {
		return nil
	}
	if others, err := p.otherJobs(); err != nil || !others {
		return err
	}
	return p.exec(insertSkips+`SELECT f.row, 'cooldown', ?1, '' FROM free f
		WHERE EXISTS (SELECT 1 FROM `+p.others+`.messages o JOIN `+p.others+`.attempts a ON a.id = o.attempt WHERE o.chat_id = f.chat_id AND o.job <> ?2
			AND o.status IN ('accepted', 'unknown') AND a.started_at > ?3
			AND o.job NOT IN (SELECT id FROM `+p.others+`.jobs WHERE test = 1))`,
		"This chat got a card from this account within the last "+days(p.Cooldown)+".", p.job, p.now.Add(-p.Cooldown).UnixMilli())
}

// otherJobs reports whether the account has any, tests aside.
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
