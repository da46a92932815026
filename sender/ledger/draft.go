package ledger

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
)

var (
	//go:embed drafttables.sql
	draftTables string
	//go:embed draft.sql
	draftView string
)

// Draft opens the ledger at path to plan a job without writing into it: the plan is kept in memory and gone with it.
// It is compared with what the ledger knows, if there is one. Nothing can be sent from it.
func Draft(ctx context.Context, path string) (*Ledger, error) {
	if IsURL(path) {
		return openPostgres(ctx, path, toDraft)
	}
	l := &Ledger{path: "draft", isNew: true, draft: true}
	l.home = sqliteFile{l}
	err := l.openDraft(ctx, path)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func (l *Ledger) openDraft(ctx context.Context, path string) (err error) {
	known, err := OpenReadOnly(ctx, path)
	fresh := errors.Is(err, fs.ErrNotExist)
	switch {
	case fresh:
		l.db, err = sql.Open("sqlite", ":memory:")
	case err == nil:
		if err = known.Close(); err == nil {
			l.db, err = open(path, "ro")
		}
	}
	if err != nil {
		return err
	}
	if l.conn, err = l.db.Conn(ctx); err != nil {
		return damaged(path, err)
	}
	l.read = l.conn
	tables := draftTables
	if fresh {
		tables = newSchema() + tables
	}
	if _, err := l.conn.ExecContext(ctx, tables); err != nil {
		return fmt.Errorf("make a draft: %w", err)
	}
	return nil
}

// draft has the compared rows told as a plan's are.
func (p *planner) draft() error {
	header, err := p.header()
	if err != nil {
		return err
	}
	if err := p.exec(fmt.Sprintf(draftView, p.job)); err != nil {
		return err
	}
	return p.inStage(func() error {
		err := p.exec(`INSERT INTO temp.jobs (id, name, test, file, sheet, header, delimiter, fingerprint, planned_at, plan, command, stop_code, stop_text)
			VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, 0, '', '', '')`,
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
