package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
)

// pgStatements run on a connection to PostgreSQL. Those whose result nobody waits for are sent with the next that
// is read: what the network takes there and back is as long as many statements.
type pgStatements struct {
	*dialect
	ctx    context.Context // of the transaction that they are in
	conn   *sql.Conn
	queued []pgStatement
}

type pgStatement struct {
	query string
	args  []any
	check func(changed int64) error // nil: any number will do
}

func (s *pgStatements) later(query string, args []any, check func(changed int64) error) error {
	s.queued = append(s.queued, pgStatement{query, args, check})
	if len(s.queued) < atOnce {
		return nil
	}
	return s.flush()
}

func (s *pgStatements) exec(query string, args []any) (changed int64, err error) {
	s.queued = append(s.queued, pgStatement{query, args, func(n int64) error { changed = n; return nil }})
	return changed, s.flush()
}

func (s *pgStatements) query(query string, args []any) (*sql.Rows, error) {
	if err := s.flush(); err != nil {
		return nil, err
	}
	return s.conn.QueryContext(s.ctx, s.dialect.query(query), plain(args)...)
}

func (s *pgStatements) close() error { return nil }

// flush sends what is queued, all at once. The first error is the one that counts: the rest was not done.
func (s *pgStatements) flush() error {
	if len(s.queued) == 0 {
		return nil
	}
	all := s.queued
	s.queued = nil
	batch := &pgconn.Batch{}
	for _, q := range all {
		values, types := encoded(q.args)
		batch.ExecParams(s.dialect.query(q.query), values, types, nil, nil)
	}
	return s.conn.Raw(func(conn any) error {
		results := conn.(*stdlib.Conn).Conn().PgConn().ExecBatch(s.ctx, batch)
		var wrong error
		for i := 0; results.NextResult(); i++ {
			done, err := results.ResultReader().Close()
			if err == nil && wrong == nil && all[i].check != nil {
				wrong = all[i].check(done.RowsAffected())
			}
		}
		err := results.Close()
		if wrong != nil { // what failed after it does not count
			return wrong
		}
		return err
	})
}

// plain are arguments as the driver takes them: PostgreSQL has no numbers for true and false in the ledger, and no
// text with a zero in it.
func plain(args []any) []any {
	all := make([]any, len(args))
	for i, a := range args {
		v, err := driver.DefaultParameterConverter.ConvertValue(a)
		if err != nil {
			v = a // the driver says what is wrong with it
		}
		switch x := v.(type) {
		case bool:
			if v = int64(0); x {
				v = int64(1)
			}
		case string:
			v = strings.ReplaceAll(strings.ToValidUTF8(x, "\uFFFD"), "\x00", "")
		}
		all[i] = v
	}
	return all
}

// encoded are arguments as they are sent, with what each is.
func encoded(args []any) (values [][]byte, types []uint32) {
	for _, a := range plain(args) {
		var value []byte
		oid := uint32(0) // nothing: PostgreSQL knows what it is nothing of
		switch x := a.(type) {
		case nil:
		case int64:
			value, oid = strconv.AppendInt(nil, x, 10), pgtype.Int8OID
		case string:
			value, oid = []byte(x), pgtype.TextOID
		case []byte:
			value, oid = []byte(`\x`+hex.EncodeToString(x)), pgtype.ByteaOID
		default:
			value = fmt.Append(nil, x)
		}
		values, types = append(values, value), append(types, oid)
	}
	return values, types
}

// pgReader reads the ledger by a pool of connections, or by one.
type pgReader struct {
	*dialect
	from interface {
		querier
		queryer
	}
}

// QueryContext runs a query.
func (r pgReader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return r.from.QueryContext(ctx, r.dialect.query(query), plain(args)...)
}

// QueryRowContext runs a query that finds one row.
func (r pgReader) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return r.from.QueryRowContext(ctx, r.dialect.query(query), plain(args)...)
}
