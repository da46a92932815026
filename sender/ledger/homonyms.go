package ledger

import "context"

// Homonyms returns the jobs that had the same name, by their names now, when ledgers of earlier versions were taken over, and
// forgets that: whoever means one of them is asked once.
func (l *Ledger) Homonyms(ctx context.Context, name string) (jobs []string, err error) {
	jobs, err = collect[string](ctx, l.read, `SELECT j.name FROM homonyms h JOIN jobs j ON j.id = h.job WHERE h.name = ? ORDER BY j.planned_at DESC, j.id`,
		func(job *string) []any { return []any{job} }, name)
	if err != nil || len(jobs) == 0 {
		return nil, err
	}
	return jobs, l.transact(ctx, func(t *tx) error { return t.exec(`DELETE FROM homonyms WHERE name = ?`, name) })
}
