package ledger

import (
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"contactcast/internal/words"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed schema.sql
var schema string

const (
	// applicationID marks the file as ours ("ccst"), for us and for file(1).
	applicationID = 0x63637374
	version       = 6
	first         = 6 // the first of one ledger for all accounts; from it on, versions are migrated
	oldest        = 2 // the first that landed; from it on, what was one file an account is taken over
)

// FormatError says that a file cannot be used as a ledger. It was not touched.
type FormatError struct {
	// Path is the file, or "" where the error came from within.
	Path string
	// Reason says why, with the code "ledger".
	Reason words.Fact
	Err    error
}

// Error gives the reason, for programmers.
func (e *FormatError) Error() string { return e.Fact().String() }

// Fact gives the reason, behind the file's name where that is known.
func (e *FormatError) Fact() words.Fact {
	if e.Path == "" {
		return e.Reason
	}
	return words.New("ledger/file", "file", e.Path, "why", e.Reason)
}

// Unwrap returns the cause, or nil.
func (e *FormatError) Unwrap() error { return e.Err }

type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// errOld says that a ledger is of an earlier version, which can be taken over.
var errOld = errors.New("the ledger is of an earlier version")

// checkFormat refuses whatever is not a ledger of this version; errOld is one that was.
func checkFormat(ctx context.Context, q queryer, path string) error {
	var id, v, tables int
	err := q.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM sqlite_schema), application_id, user_version
		FROM pragma_application_id, pragma_user_version`).Scan(&tables, &id, &v)
	switch {
	case err != nil:
		return damaged(path, err)
	case tables == 0 && id == 0 && v == 0: // a full disk, say, left it at that
		return fmt.Errorf("the ledger %s is empty: %w", path, fs.ErrNotExist)
	case id != applicationID:
		return &FormatError{Path: path, Reason: words.New("ledger/foreign")}
	case v < oldest:
		return &FormatError{Path: path, Reason: words.New("ledger/too-old", "version", v, "known", version)}
	case v < version:
		return errOld
	case v > version:
		return &FormatError{Path: path, Reason: words.New("ledger/newer", "version", v, "known", version)}
	}
	return nil
}

// migrations make each version of the one before, from the first on.
var migrations []string

// migrate makes the schema in an empty file, and this version of an earlier one. Earlier programs refuse the ledger from then on.
func migrate(ctx context.Context, path string) error {
	return onOne(ctx, path, func(conn *sql.Conn) error { return migrateOn(ctx, conn, path) }, "synchronous(FULL)", "journal_mode(WAL)")
}

// onOne runs fn on one connection to the file, for writing.
func onOne(ctx context.Context, path string, fn func(*sql.Conn) error, pragmas ...string) (err error) {
	db, err := open(path, "rw", pragmas...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return damaged(path, err)
	}
	defer conn.Close()
	return fn(conn)
}

func migrateOn(ctx context.Context, conn *sql.Conn, path string) error {
	var tables, v int
	if err := conn.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM sqlite_schema), user_version FROM pragma_user_version`).Scan(&tables, &v); err != nil {
		return damaged(path, err)
	}
	if tables == 0 {
		return makeSchema(ctx, conn, path, newSchema())
	}
	switch err := checkFormat(ctx, conn, path); {
	case !errors.Is(err, errOld):
		return err
	case v < first: // it was the list of opt-outs alone
		return makeSchema(ctx, conn, path, newSchema())
	}
	return makeSchema(ctx, conn, path, strings.Join(migrations[v-first:], "\n"))
}

// newSchema makes what a ledger of this version has, in one that has nothing, or the list of opt-outs of an earlier version.
func newSchema() string {
	create := strings.NewReplacer("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ", "CREATE INDEX ", "CREATE INDEX IF NOT EXISTS ",
		"CREATE UNIQUE INDEX ", "CREATE UNIQUE INDEX IF NOT EXISTS ", "CREATE VIEW ", "CREATE VIEW IF NOT EXISTS ")
	return create.Replace(schema) + "\nINSERT OR IGNORE INTO store (id, name, changes) VALUES (1, '" + rand.Text() + "', 0);"
}

// makeSchema runs statements in one transaction that ends in a ledger of this version.
func makeSchema(ctx context.Context, conn *sql.Conn, path, statements string) error {
	_, err := conn.ExecContext(ctx, fmt.Sprintf("BEGIN IMMEDIATE;\n%s\nPRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
		statements, applicationID, version))
	if err != nil {
		_, _ = conn.ExecContext(ctx, `ROLLBACK`) // there may be no transaction to end
		return fmt.Errorf("make the ledger %s: %w", path, err)
	}
	return nil
}

// unread is the error of reading from an open ledger.
func unread(err error) error {
	if isDamage(err) {
		return &FormatError{Err: err, Reason: words.New("ledger/damaged")}
	}
	if isAway(err) {
		return &AwayError{Err: err}
	}
	return fmt.Errorf("read the ledger: %w", err)
}

// isDamage reports whether SQLite cannot make sense of a file.
func isDamage(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_NOTADB || e.Code()&0xff == sqlite3.SQLITE_CORRUPT)
}

// damaged says why a file cannot be opened: it is damaged, or read-only, or SQLite has another reason.
func damaged(path string, err error) error {
	var e *sqlite.Error
	switch {
	case isDamage(err):
		return broken(path, err)
	case errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_CANTOPEN || e.Code()&0xff == sqlite3.SQLITE_READONLY):
		return &ReadOnlyError{Path: path, Err: err}
	}
	return fmt.Errorf("open the ledger %s: %w", path, err)
}

// ReadOnlyError says that a ledger, or its folder, is read-only, which SQLite's log does not bear, even to look at it.
type ReadOnlyError struct {
	Path string
	Err  error
}

// Error names the ledger.
func (e *ReadOnlyError) Error() string { return fmt.Sprintf("open the ledger %s: %v", e.Path, e.Err) }

// Unwrap returns the cause.
func (e *ReadOnlyError) Unwrap() error { return e.Err }

// Fact is what cannot be written.
func (e *ReadOnlyError) Fact() words.Fact {
	return words.New("state/read-only", "ledger", e.Path, "cause", e.Err)
}
