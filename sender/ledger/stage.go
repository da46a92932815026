package ledger

import (
	"context"
	_ "embed"
	"errors"
	"iter"
	"time"

	"contactcast/internal/card"
	"contactcast/internal/words"
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

// load stages the rows as they are.
func (p *planner) load(ctx context.Context, rows iter.Seq2[Row, error]) error {
	return p.inStage(func() error {
		return p.ledger.home.bulk(func(b inserter) error {
			for row, err := range readAhead(ctx, rows) {
				if err == nil {
					err = p.stage(b, &row)
				}
				if err != nil {
					return err
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
		_ = p.on.flush()
		return err
	}
	if err := p.exec(`COMMIT`); err != nil {
		return err
	}
	return wrote(p.on.flush())
}

// stage stages a row, and counts it.
func (p *planner) stage(b inserter, row *read) error {
	p.rows++
	number := int64(row.Number)
	if problem := row.Problem; problem != nil {
		p.invalid++
		err := b.insert("problems", number, problem.Field, problem.Reason.ErrorCode(), problem.Reason.Encode(), problem.Column, beginning(problem.Cell))
		if err != nil {
			return err
		}
		return b.insert("staged", number, nil, nil, nil, nil, nil, nil, nil, nil, row.source)
	}
	m, c := &row.Message, &row.Message.Contact
	key := m.Key()
	err := b.insert("staged", number, key[:], m.ChatID, c.PhoneContact, c.FirstName, c.MiddleName, c.LastName, c.Company, m.QuotedMessageID, row.source)
	for _, twin := range p.aliases.twins(m) {
		if err == nil {
			err = b.insert("twins", number, twin.chat, twin.key)
		}
	}
	if row.Example {
		p.hits = append(p.hits, hit{number, p.why(skipped(words.New("example")))})
	} else {
		p.look(number, card.Person(m.ChatID))
	}
	return err
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
	on, err := l.home.stage(ctx)
	if err != nil {
		return err
	}
	pl := &planner{tx: &tx{on: on, tally: map[cell]int{}}, Plan: p, ledger: l, now: time.Now(), others: mainSchema, whys: map[line]int64{}}
	defer func() { err = errors.Join(err, on.close(), l.home.unstage()) }()
	return fn(pl)
}
