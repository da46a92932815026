package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// sqliteStatements are statements on a connection to SQLite, each prepared once. They run without a context of their own: the
// driver starts a goroutine for each that could be cancelled, and none takes long.
type sqliteStatements struct {
	conn *sql.Conn
	all  map[string]*sql.Stmt
}

func statementsOn(conn *sql.Conn) *sqliteStatements {
	return &sqliteStatements{conn, map[string]*sql.Stmt{}}
}

func (p *sqliteStatements) stmt(query string) (*sql.Stmt, error) {
	if s, ok := p.all[query]; ok {
		return s, nil
	}
	s, err := p.conn.PrepareContext(context.Background(), query)
	if err == nil {
		p.all[query] = s
	}
	return s, err
}

func (p *sqliteStatements) later(query string, args []any, check func(changed int64) error) error {
	n, err := p.exec(query, args)
	if err == nil && check != nil {
		err = check(n)
	}
	return err
}

func (p *sqliteStatements) exec(query string, args []any) (int64, error) {
	s, err := p.stmt(query)
	if err != nil {
		return 0, err
	}
	r, err := s.Exec(args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (p *sqliteStatements) query(query string, args []any) (*sql.Rows, error) {
	s, err := p.stmt(query)
	if err != nil {
		return nil, err
	}
	return s.Query(args...)
}

func (p *sqliteStatements) flush() error { return nil }

// close ends them: one left open would keep the file open.
func (p *sqliteStatements) close() error {
	var errs []error
	for _, s := range p.all {
		errs = append(errs, s.Close())
	}
	clear(p.all)
	return errors.Join(errs...)
}
