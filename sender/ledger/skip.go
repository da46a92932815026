package ledger

import (
	"time"

	"contactcast/internal/words"
)

// skipChanged leaves out rows to persons who got, or may have got, a card of this
// job that the file no longer holds: most likely the same row, corrected.
func (p *planner) skipChanged() error {
	if p.SendChanged || p.isNew {
		return nil
	}
	if err := p.exec(`CREATE INDEX stage.gone_chat ON gone (chat_id)`); err != nil {
		return err
	}
	return p.exec(insertSkips + `SELECT f.row, 'changed', 'changed', '' FROM free f WHERE f.chat_id IN (SELECT chat_id FROM stage.gone)
		UNION ALL SELECT f.row, 'changed', 'changed', '' FROM stage.twins t CROSS JOIN stage.gone g ON g.chat_id = t.chat_id
			CROSS JOIN ` + p.others + `.messages o ON o.id = g.message CROSS JOIN free f ON f.row = t.row WHERE ` + twinArrived)
}

// skipCooling leaves out rows to persons who got any card in another job within the cool-down.
func (p *planner) skipCooling() error {
	if p.Cooldown <= 0 {
		return nil
	}
	if others, err := p.otherJobs(); err != nil || !others {
		return err
	}
	recent := ` FROM ` + p.others + `.messages o JOIN ` + p.others + `.attempts a ON a.id = o.attempt WHERE o.job <> ?2 AND a.started_at > ?3
		AND o.job NOT IN (SELECT id FROM ` + p.others + `.jobs WHERE test = 1) AND `
	return p.exec(insertSkips+`SELECT f.row, 'cooldown', ?1, '' FROM free f
		WHERE EXISTS (SELECT 1`+recent+`o.chat_id = f.chat_id AND o.status IN ('accepted', 'unknown'))
		OR f.row IN (SELECT t.row FROM stage.twins t WHERE EXISTS (SELECT 1`+recent+`o.chat_id = t.chat_id AND `+twinArrived+`))`,
		p.cooling().Encode(), p.job, p.now.Add(-p.Cooldown).UnixMilli())
}

// otherJobs reports whether the account has any, tests aside.
func (p *planner) otherJobs() (bool, error) {
	var jobs int
	err := p.one(`SELECT count(*) FROM `+p.others+`.jobs WHERE test = 0 AND name <> ?`, []any{p.Job}, &jobs)
	return jobs > 0, err
}

// cooling says how long the cool-down is, in days where it is whole days.
func (p *planner) cooling() words.Fact {
	const day = 24 * time.Hour
	if p.Cooldown%day == 0 {
		return words.New("cooldown", "n", int(p.Cooldown/day))
	}
	return words.New("cooldown/hours", "time", p.Cooldown)
}
