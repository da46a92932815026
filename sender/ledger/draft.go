package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Draft makes a throw-away ledger in folder dir, to plan a job in without writing to the
// account's own. It knows what the ledger at path knows of that job and the list of opt-outs
// at shared, as far as there are such, and takes no lock. Nothing can be sent from it: its
// job ids are its own.
func Draft(ctx context.Context, dir, path, shared, job string) (*Ledger, error) {
	l := &Ledger{path: filepath.Join(dir, "draft.db"), isNew: true}
	// Large pages make for fewer of them; each takes twice its size in memory.
	err := l.connect(ctx, "synchronous(OFF)", "page_size(16384)", "cache_size(-8192)", "journal_mode(OFF)")
	if err == nil { // filling them takes long, and what little asks for them can read everything instead
		_, err = l.conn.ExecContext(ctx, `DROP INDEX messages_chat; DROP INDEX messages_pending`)
	}
	if err == nil {
		err = l.attachForDraft(ctx, shared)
	}
	if err == nil {
		err = l.seed(ctx, path, job)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// attachForDraft has the list of opt-outs beside the draft, an empty one if there is none.
func (l *Ledger) attachForDraft(ctx context.Context, shared string) error {
	if _, err := os.Stat(shared); errors.Is(err, fs.ErrNotExist) {
		return l.attachNothing(ctx)
	}
	return l.attachShared(ctx, shared, "ro")
}

// seed copies what is known of the job. The rows that sent its messages are forgotten:
// planning begins by doing so.
func (l *Ledger) seed(ctx context.Context, path, job string) error {
	account, err := OpenReadOnly(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := account.Close(); err != nil {
		return err
	}
	if _, err := l.conn.ExecContext(ctx, `ATTACH ? AS account`, fileName(path, "mode=ro")); err != nil {
		return fmt.Errorf("read the ledger %s: %w", path, err)
	}
	l.others = "account"
	return l.transact(ctx, func(t *tx) error {
		if err := t.exec(`INSERT INTO jobs SELECT * FROM account.jobs`); err != nil {
			return err
		}
		if known, err := hasSuccesses(ctx, l.conn, "account"); err != nil {
			return err
		} else if known {
			if err := t.exec(`INSERT INTO successes SELECT * FROM account.successes`); err != nil {
				return err
			}
		}
		if err := t.exec(`INSERT INTO messages SELECT m.* FROM account.messages m JOIN account.jobs j ON j.id = m.job AND j.name = ?
			WHERE m.row IS NULL OR m.id IN (SELECT message FROM account.lines l WHERE l.job = j.id)`, job); err != nil {
			return err
		}
		if err := t.exec(`INSERT INTO exclusions SELECT x.* FROM account.exclusions x JOIN account.jobs j ON j.id = x.job AND j.name = ?`, job); err != nil {
			return err
		}
		return t.exec(`UPDATE messages SET row = NULL, status = iif(id IN (SELECT message FROM account.in_flight), 'unknown', status)`)
	})
}
