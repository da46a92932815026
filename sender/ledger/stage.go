package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	_ "embed"
	"errors"
	"iter"
)

//go:embed stage.sql
var stageTables string

// attachStage makes the private database in which a plan is made. Whoever reads or writes the
// ledger does not notice.
func (l *Ledger) attachStage(ctx context.Context) error {
	_, err := l.conn.ExecContext(ctx, `ATTACH '' AS stage;
		PRAGMA stage.page_size = 16384; PRAGMA stage.journal_mode = OFF; PRAGMA stage.synchronous = OFF; PRAGMA stage.cache_size = -8192;`+stageTables)
	return wrote(err)
}

// detachStage takes it away, with all that is in it.
func (l *Ledger) detachStage() error {
	_, err := l.conn.ExecContext(context.Background(), `DROP VIEW IF EXISTS temp.free; DETACH stage`)
	return wrote(err)
}

const stageRow = `INSERT INTO stage.staged (row, key, example, chat_id, phone_contact, first_name, middle_name, last_name, company,
	quoted_message_id, field, error_code, error, col, cell, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// load stages the rows as they are. database/sql would cost as much again as SQLite does, so
// each row goes to the driver itself.
func (p *planner) load(ctx context.Context, rows iter.Seq2[Row, error]) error {
	return p.inStage(func() error {
		return p.conn.Raw(func(conn any) (err error) {
			s, err := conn.(driver.Conn).Prepare(stageRow)
			if err != nil {
				return wrote(err)
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			insert, args := s.(driver.StmtExecContext), make([]driver.NamedValue, 16)
			for i := range args {
				args[i].Ordinal = i + 1
			}
			for row, err := range prepare(ctx, rows) {
				if err != nil {
					return err
				}
				p.stage(row, args)
				if _, err := insert.ExecContext(context.Background(), args); err != nil {
					return wrote(err)
				}
			}
			return nil
		})
	})
}

// inStage runs fn, which writes into the private database alone, in one transaction.
func (p *planner) inStage(fn func() error) error {
	if err := p.exec(`BEGIN`); err != nil {
		return err
	}
	if err := fn(); err != nil {
		_ = p.exec(`ROLLBACK`) // nobody reads what it leaves
		return err
	}
	return p.exec(`COMMIT`)
}

// stage fills in what is staged of a row, and counts it.
func (p *planner) stage(row prepared, args []driver.NamedValue) {
	for i := range args {
		args[i].Value = nil
	}
	p.rows++
	args[0].Value, args[15].Value = int64(row.Number), row.source
	if problem := row.Problem; problem != nil {
		p.invalid++
		for i, text := range []string{problem.Field, problem.Reason.ErrorCode(), problem.Reason.Encode(), problem.Column, beginning(problem.Cell)} {
			args[10+i].Value = text
		}
		return
	}
	m, c := row.Message, row.Message.Contact
	args[1].Value, args[4].Value = row.key[:], c.PhoneContact
	args[3].Value, args[5].Value, args[6].Value, args[7].Value = m.ChatID, c.FirstName, c.MiddleName, c.LastName
	args[8].Value, args[9].Value = c.Company, m.QuotedMessageID
	if row.Example {
		p.examples++
		args[2].Value = int64(1)
	}
	if why, on := p.lists.by[row.person]; on {
		p.hits = append(p.hits, hit{row.Number, why})
	}
}

// beginning is what of a cell's text is worth showing.
func beginning(cell string) string {
	if r := []rune(cell); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return cell
}

// staging runs fn with the private database at hand, on the connection that writes.
func (l *Ledger) staging(ctx context.Context, p Plan, fn func(*planner) error) (err error) {
	l.write.Lock()
	defer l.write.Unlock()
	if l.failed != nil {
		return l.failed
	}
	if err := l.attachStage(ctx); err != nil {
		return err
	}
	pl := &planner{tx: &tx{conn: l.conn, prepared: map[string]*sql.Stmt{}, tally: map[cell]int{}}, Plan: p, ledger: l, now: l.clock.now(), others: l.others}
	defer func() {
		for _, s := range pl.prepared {
			err = errors.Join(err, s.Close())
		}
		if !l.draft { // a draft's rows are read from where they are
			err = errors.Join(err, l.detachStage())
		}
	}()
	return fn(pl)
}
