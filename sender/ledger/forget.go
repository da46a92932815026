package ledger

// Forget removes a job that has tried to send nothing, as if it had never been planned. One that has is kept.
func (l *Ledger) Forget(job int64) error {
	return l.commit(func(t *tx) error {
		var tried bool
		err := t.one(`SELECT EXISTS (SELECT 1 FROM messages m WHERE job = ?
			AND (status <> 'pending' OR attempts > 0 OR EXISTS (SELECT 1 FROM in_flight WHERE message = m.id)))`, []any{job}, &tried)
		if err != nil || tried {
			return err
		}
		for _, rows := range []string{
			"lines WHERE plan IN (SELECT id FROM plans WHERE job = ?)", "plans WHERE job = ?", "messages WHERE job = ?",
			"tally WHERE job = ?", "readings WHERE job = ?", "exclusions WHERE job = ?", "exclude_files WHERE job = ?",
			"not_ours WHERE job = ?", "job_accounts WHERE job = ?", "homonyms WHERE job = ?", "waits WHERE job = ?", "successes WHERE job = ?", "jobs WHERE id = ?",
		} {
			if err := t.exec("DELETE FROM "+rows, job); err != nil {
				return err
			}
		}
		return nil
	})
}
