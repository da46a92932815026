package ledger

import (
	"context"
	"fmt"
)

// findChanged gathers the rows whose lines would be others than those of the plan that the job goes by, up to a few
// more than are written in one transaction; and the rows that it has and the file does not. ?1 is the job, ?2 its plan.
const (
	findChanged = `INSERT INTO stage.changed SELECT s.row
		FROM stage.staged s LEFT JOIN stage.skips x ON x.row = s.row LEFT JOIN stage.problems b ON b.row = s.row LEFT JOIN stage.known k ON k.row = s.row
		LEFT JOIN main.lines l ON l.plan = ?2 AND l.row = s.row
		WHERE l.row IS NULL OR l.source <> s.source
		OR l.status IS DISTINCT FROM CASE WHEN x.row IS NOT NULL THEN 'skipped' WHEN s.key IS NULL THEN 'invalid' END
		OR l.message IS DISTINCT FROM CASE WHEN x.row IS NULL THEN k.message ELSE (SELECT m.id FROM main.messages m WHERE m.key = s.key AND m.job = ?1) END
		OR (l.field, l.error_code, l.error, l.col, l.cell, l.list) IS DISTINCT FROM (coalesce(b.field, ''), coalesce(x.error_code, b.error_code, ''),
			coalesce(x.error, b.error, ''), coalesce(b.col, ''), coalesce(b.cell, ''), coalesce(x.list, '')) LIMIT ?3`
	findDropped = `INSERT INTO stage.changed SELECT l.row FROM main.lines l WHERE l.plan = ?2 AND ?1 = ?1 AND l.row NOT IN (SELECT row FROM stage.staged) LIMIT ?3`

	isChanged = `s.row IN (SELECT row FROM stage.changed) AND ?2 = ?2`
)

// amend writes what differs from the plan that the job goes by into it, where that is little: a list to which some rows
// were added is not written again. It reports whether it did.
func (p *planner) amend(ctx context.Context) (done bool, err error) {
	if p.isNew {
		return false, nil
	}
	var plan, changed int64
	if err := p.one(`SELECT coalesce(plan, 0) FROM main.jobs WHERE id = ?`, []any{p.job}, &plan); err != nil || plan == 0 {
		return false, err
	}
	for _, query := range []string{findChanged, findDropped} {
		if err := p.exec(query, p.job, plan, atATime+1); err != nil {
			return false, err
		}
	}
	if err := p.one(`SELECT count(*) FROM stage.changed`, nil, &changed); err != nil || changed > atATime {
		return false, err
	}
	return true, p.ledger.transaction(ctx, func(t *tx) error {
		if err := p.exec(`DELETE FROM main.lines WHERE plan = ? AND row IN (SELECT row FROM stage.changed)`, plan); err != nil {
			return err
		}
		for _, query := range []string{newMessages, newLines, leftMessages, leftLines} {
			if err := p.exec(fmt.Sprintf(query, isChanged), p.job, plan); err != nil {
				return err
			}
		}
		return p.apply(t, plan)
	})
}
