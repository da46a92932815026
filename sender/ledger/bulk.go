package ledger

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"
)

// bulk inserts many rows into the private database. It goes to the driver itself: database/sql would cost
// as much again as SQLite does.
type bulk struct {
	conn   driver.Conn
	tables map[string]*inserts
}

// inserts is a table's prepared statement.
type inserts struct {
	driver.Stmt
	args []driver.NamedValue
}

// bulk runs fn, which has the connection for itself meanwhile.
func (f sqliteFile) bulk(fn func(inserter) error) error {
	return f.conn.Raw(func(conn any) (err error) {
		b := &bulk{conn.(driver.Conn), map[string]*inserts{}}
		defer func() {
			for _, s := range b.tables {
				err = errors.Join(err, s.Close())
			}
		}()
		return fn(b)
	})
}

// insert inserts a row of values in the order of the table's columns.
func (b *bulk) insert(table string, values ...any) error {
	s, err := b.into(table, len(values))
	if err != nil {
		return err
	}
	for i, v := range values {
		s.args[i].Value = v
	}
	_, err = s.Stmt.(driver.StmtExecContext).ExecContext(context.Background(), s.args)
	return wrote(err)
}

func (b *bulk) into(table string, columns int) (*inserts, error) {
	if s, ok := b.tables[table]; ok {
		return s, nil
	}
	stmt, err := b.conn.Prepare(`INSERT INTO stage.` + table + ` VALUES (?` + strings.Repeat(`, ?`, columns-1) + `)`)
	if err != nil {
		return nil, wrote(err)
	}
	s := &inserts{stmt, make([]driver.NamedValue, columns)}
	for i := range s.args {
		s.args[i].Ordinal = i + 1
	}
	b.tables[table] = s
	return s, nil
}
