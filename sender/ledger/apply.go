package ledger

import (
	"context"
	"fmt"
)

// mainSchema is the ledger's own file on the connection that writes.
const mainSchema = "main"

// atATime is how many rows are written in one transaction: other processes' commits come in between. With fewer, the
// index of keys, which come in no order, would be written as often as all of it.
const atATime = 50_000

// write writes a compared plan into the ledger and has the job go by it.
func (p *planner) write(ctx context.Context) error {
	if done, err := p.amend(ctx); done || err != nil {
		return err
	}
	plan, err := p.newPlan(ctx)
	if err != nil {
		return err
	}
	if err := p.copy(ctx, plan); err != nil {
		return err
	}
	if err := p.ledger.transaction(ctx, func(t *tx) error { return p.apply(t, plan) }); err != nil {
		return err
	}
	return p.ledger.sweep(ctx, p.job)
}

// newPlan makes the job, if it is new, and a plan that no job goes by yet.
func (p *planner) newPlan(ctx context.Context) (plan int64, err error) {
	return plan, p.ledger.transaction(ctx, func(t *tx) error {
		if p.isNew {
			err := t.exec(`INSERT INTO jobs (id, name, test, file, sheet, header, delimiter, fingerprint, planned_at) VALUES (?, ?, ?, '', '', '[]', '', '', ?)
				ON CONFLICT (name) DO UPDATE SET test = excluded.test`, p.job, p.Job, p.Test, p.now.UnixMilli())
			if err != nil {
				return err
			}
		}
		return t.one(`INSERT INTO plans (job, made_at) VALUES (?, ?) RETURNING id`, []any{p.job, p.now.UnixMilli()}, &plan)
	})
}

// What is written of some of the staged rows (%s): messages that the job does not have yet, and lines. ?1 is the job, ?2 the
// plan. What is left out comes last, since another row may send the same.
const (
	chunk = `s.row >= ?3 AND s.row < ?4 AND ?2 = ?2`

	newMessages = `INSERT INTO main.messages (job, key, row, chat_id, phone_contact, first_name, middle_name, last_name, company, quoted_message_id, already)
		SELECT ?1, s.key, s.row, s.chat_id, s.phone_contact, s.first_name, s.middle_name, s.last_name, s.company, s.quoted_message_id, coalesce(a.decided, '')
		FROM stage.staged s LEFT JOIN stage.already a ON a.row = s.row
		WHERE %s AND s.key IS NOT NULL AND s.row NOT IN (SELECT row FROM stage.skips) ORDER BY s.row ON CONFLICT DO NOTHING`
	newLines = `INSERT INTO main.lines (plan, row, message, status, field, error_code, error, col, cell, source)
		SELECT ?2, s.row, m.id, CASE WHEN s.key IS NULL THEN 'invalid' END, coalesce(b.field, ''), coalesce(b.error_code, ''), coalesce(b.error, ''),
		coalesce(b.col, ''), coalesce(b.cell, ''), s.source
		FROM stage.staged s LEFT JOIN stage.problems b ON b.row = s.row LEFT JOIN main.messages m ON m.key = s.key AND m.job = ?1
		WHERE %s AND s.row NOT IN (SELECT row FROM stage.skips) ORDER BY s.row`

	leftMessages = `INSERT INTO main.messages (job, key, chat_id, phone_contact, first_name, middle_name, last_name, company, quoted_message_id, already)
		SELECT ?1, s.key, s.chat_id, s.phone_contact, s.first_name, s.middle_name, s.last_name, s.company, s.quoted_message_id, coalesce(a.decided, '')
		FROM stage.skips x JOIN stage.staged s ON s.row = x.row LEFT JOIN stage.already a ON a.row = s.row
		WHERE %s ORDER BY s.row ON CONFLICT DO NOTHING`
	leftLines = `INSERT INTO main.lines (plan, row, message, status, error_code, error, list, source)
		SELECT ?2, s.row, m.id, 'skipped', x.error_code, x.error, x.list, s.source
		FROM stage.skips x JOIN stage.staged s ON s.row = x.row JOIN main.messages m ON m.key = s.key AND m.job = ?1
		WHERE %s ORDER BY s.row`
)

// copy writes the rows under the plan, ahead of time: nothing is sent of them as long as no job goes by it.
func (p *planner) copy(ctx context.Context, plan int64) error {
	for _, what := range []struct{ from, messages, lines string }{
		{`stage.staged`, fmt.Sprintf(newMessages, chunk), fmt.Sprintf(newLines, chunk)}, {`stage.skips`, fmt.Sprintf(leftMessages, chunk), fmt.Sprintf(leftLines, chunk)}} {
		for from := 0; ; {
			var next int
			err := p.one(`SELECT coalesce((SELECT row FROM `+what.from+` WHERE row >= ?1 ORDER BY row LIMIT 1 OFFSET ?2),
				(SELECT max(row) + 1 FROM `+what.from+` WHERE row >= ?1), 0)`, []any{from, atATime}, &next)
			if err != nil {
				return err
			}
			if next <= from {
				break
			}
			err = p.ledger.transaction(ctx, func(*tx) error {
				if err := p.exec(what.messages, p.job, plan, from, next); err != nil {
					return err
				}
				return p.exec(what.lines, p.job, plan, from, next)
			})
			if err != nil {
				return err
			}
			p.ledger.checkpoint() // it would be as large as the plan
			from = next
		}
	}
	return nil
}

// apply has the job go by the plan.
func (p *planner) apply(t *tx, plan int64) error {
	header, err := p.header()
	if err != nil {
		return err
	}
	err = t.exec(`UPDATE jobs SET plan = ?, file = ?, sheet = ?, header = ?, delimiter = ?, fingerprint = ?, planned_at = ? WHERE id = ?`,
		plan, p.File, p.Sheet, header, p.Delimiter, p.Fingerprint, p.now.UnixMilli(), p.job)
	if err != nil {
		return err
	}
	if err := t.exec(`UPDATE plans SET applied = 1 WHERE id = ?`, plan); err != nil {
		return err
	}
	if err := t.keepReading(p.job, p.Reading); err != nil {
		return err
	}
	if err := p.keepExclusions(t); err != nil {
		return err
	}
	for _, query := range []string{
		`UPDATE main.messages SET row = v.row FROM stage.moves v WHERE v.message = main.messages.id`,
		`UPDATE main.messages SET already = a.decided FROM stage.already a JOIN stage.known k ON k.row = a.row WHERE k.message = main.messages.id`,
	} {
		if err := p.exec(query); err != nil {
			return err
		}
	}
	if err := t.exec(`DELETE FROM main.tally WHERE job = ?`, p.job); err != nil {
		return err
	}
	if err := p.count(); err != nil {
		return err
	}
	now, err := p.stamp()
	if err == nil && now != p.compared { // others changed what it was compared with
		return p.refresh(t)
	}
	if err != nil {
		return err
	}
	return t.exec(`UPDATE jobs SET compared = ? WHERE id = ?`, now, p.job)
}

// keepExclusions keeps whom the job leaves out from now on, and the files that name them.
func (p *planner) keepExclusions(t *tx) error {
	if err := p.keepExcluded(t); err != nil {
		return err
	}
	return p.keepLists()
}

// keepLists keeps what was gathered of that for the plan, other jobs' lists included.
func (p *planner) keepLists() error {
	if err := p.exec(`INSERT OR IGNORE INTO exclude_files (job, path) SELECT DISTINCT ?, list FROM stage.excluded`, p.job); err != nil {
		return err
	}
	return p.exec(`INSERT OR IGNORE INTO exclusions (job, person, list) SELECT ?, person, list FROM stage.excluded`, p.job)
}

// count writes the tally of the compared rows, into the ledger or a draft's own.
func (p *planner) count() error {
	const known = `SELECT status, delivery, count(*) FROM stage.known WHERE row NOT IN (SELECT row FROM stage.skips) GROUP BY status, delivery`
	if err := p.exec(`INSERT INTO tally (job, status, delivery, rows) SELECT CAST(? AS BIGINT), known.* FROM (`+known+`) AS known`, p.job); err != nil {
		return err
	}
	return p.exec(`INSERT INTO tally AS t (job, status, delivery, rows) SELECT CAST(?1 AS BIGINT), counted.* FROM (
			SELECT 'invalid', '', CAST(?2 AS BIGINT) UNION ALL SELECT 'skipped', '', count(*) FROM stage.skips
			UNION ALL SELECT 'pending', '', CAST(?3 AS BIGINT) - CAST(?2 AS BIGINT) - (SELECT count(*) FROM stage.skips) - (SELECT coalesce(sum(rows), 0) FROM tally WHERE job = ?1)) AS counted
		WHERE true ON CONFLICT (job, status, delivery) DO UPDATE SET rows = t.rows + excluded.rows`, p.job, p.invalid, p.rows)
}

// sweep removes the lines of plans that the job does not go by: older ones, and one whose making was
// killed. Messages that such a one brought wait for a row that sends them.
func (l *Ledger) sweep(ctx context.Context, job int64) error {
	type plan struct {
		id      int64
		applied bool
	}
	old, err := collect[plan](ctx, l.read, `SELECT p.id, p.applied FROM main.plans p JOIN main.jobs j ON j.id = p.job WHERE j.id = ? AND p.id IS DISTINCT FROM j.plan`,
		func(p *plan) []any { return []any{&p.id, &p.applied} }, job)
	if err != nil {
		return err
	}
	for _, p := range old {
		for left := true; left; {
			err := l.transaction(ctx, func(t *tx) (err error) {
				left, err = t.sweep(p.id, p.applied)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// sweep removes some lines of a plan that no job goes by, and reports whether there are more.
func (t *tx) sweep(plan int64, applied bool) (left bool, err error) {
	const some = `plan = ?1 AND row <= coalesce((SELECT row FROM main.lines WHERE plan = ?1 ORDER BY row LIMIT 1 OFFSET ?2), 9223372036854775807)`
	if !applied {
		err := t.exec(`UPDATE main.messages SET row = NULL WHERE row IS NOT NULL AND id IN (SELECT message FROM main.lines WHERE `+some+` AND status IS NULL)
			AND NOT EXISTS (SELECT 1 FROM main.lines l JOIN main.jobs j ON j.plan = l.plan
				WHERE j.id = messages.job AND l.row = messages.row AND l.message = messages.id AND l.status IS NULL)`, plan, atATime)
		if err != nil {
			return false, err
		}
	}
	r, err := t.run(`DELETE FROM main.lines WHERE `+some, plan, atATime)
	if err != nil {
		return false, err
	}
	if n, err := r.RowsAffected(); err != nil || n > 0 {
		return true, err
	}
	return false, t.exec(`DELETE FROM main.plans WHERE id = ?`, plan)
}
