package ledger

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

//go:embed draft.sql
var draftView string

// Draft makes a throw-away ledger, to plan a job in without writing to any other. It is compared
// with what the ledger at path knows and with the list of opt-outs at shared, as far as there are
// such, and takes no lock. Nothing can be sent from it.
func Draft(ctx context.Context, path, shared string) (*Ledger, error) {
	l := &Ledger{path: "draft", isNew: true, draft: true, others: "account", prepared: map[string]*sql.Stmt{}}
	err := l.openDraft(ctx, path, shared)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func (l *Ledger) openDraft(ctx context.Context, path, shared string) (err error) {
	if l.db, err = sql.Open("sqlite", ":memory:"); err != nil {
		return fmt.Errorf("make a draft: %w", err)
	}
	if l.conn, err = l.db.Conn(ctx); err != nil {
		return fmt.Errorf("make a draft: %w", err)
	}
	l.read = l.conn
	if _, err := l.conn.ExecContext(ctx, `PRAGMA busy_timeout = 10000;`+schema); err != nil {
		return fmt.Errorf("make a draft: %w", err)
	}
	if err := l.attachForDraft(ctx, shared); err != nil {
		return err
	}
	return l.attachKnown(ctx, path)
}

// attachForDraft has the list of opt-outs beside the draft, an empty one if there is none.
func (l *Ledger) attachForDraft(ctx context.Context, shared string) error {
	if _, err := os.Stat(shared); errors.Is(err, fs.ErrNotExist) {
		return l.attachNothing(ctx)
	}
	return l.attachShared(ctx, shared, "ro")
}

// attachKnown has the ledger that the draft is compared with beside it: the draft itself, which is empty, if there is none.
func (l *Ledger) attachKnown(ctx context.Context, path string) error {
	known, err := OpenReadOnly(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		l.others = mainSchema
		return nil
	}
	if err == nil {
		err = known.Close()
	}
	if err != nil {
		return err
	}
	if _, err := l.conn.ExecContext(ctx, `ATTACH ? AS account`, fileName(path, "mode=ro")); err != nil {
		return fmt.Errorf("read the ledger %s: %w", path, err)
	}
	return nil
}

// draft has the compared rows told as a plan's are.
func (p *planner) draft() error {
	header, err := p.header()
	if err != nil {
		return err
	}
	if err := p.exec(fmt.Sprintf(draftView, p.others, p.job)); err != nil {
		return err
	}
	return p.inStage(func() error {
		err := p.exec(`INSERT INTO main.jobs (id, name, test, file, sheet, header, delimiter, fingerprint, planned_at, plan) VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, 0)`,
			p.job, p.Job, p.Test, p.File, p.Sheet, header, p.Delimiter, p.now.UnixMilli())
		if err == nil {
			err = p.keepLists()
		}
		if err == nil {
			err = p.keepFiles(p.tx)
		}
		if err == nil {
			err = p.count()
		}
		if err == nil {
			err = p.one(`SELECT count(*) FROM stage.gone`, nil, &p.ledger.goneRows)
		}
		return err
	})
}
