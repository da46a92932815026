package ledger

// StartRun records that a run of the job has begun, and forgets why the last one stopped.
func (l *Ledger) StartRun(job int64) error {
	now := l.clock.now()
	return l.commit(func(t *tx) error {
		return t.exec(`UPDATE jobs SET started_at = ?, ended_at = NULL, stop_code = '', stop_text = '' WHERE id = ?`,
			now.UnixMilli(), job)
	})
}

// EndRun records that the run has ended, and why it left rows pending; both "" if it did not.
func (l *Ledger) EndRun(job int64, stopCode, stopText string) error {
	now := l.clock.now()
	return l.commit(func(t *tx) error {
		return t.exec(`UPDATE jobs SET ended_at = ?, stop_code = ?, stop_text = ? WHERE id = ?`,
			now.UnixMilli(), stopCode, stopText, job)
	})
}
