package ledger

import (
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"contactcast/internal/words"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgres is a ledger in a schema of a PostgreSQL database, which several machines share. It keeps nothing in a
// session between transactions, so that a pooler may stand in between.
type postgres struct {
	*dialect
	config *pgx.ConnConfig
	lease  time.Duration
	pool   *sql.DB
	ledger *Ledger

	conn       *sql.Conn // that writes; nil: none at present
	on         *pgStatements
	stageID    int64 // of the plan's tables; 0: there are none
	staged     bool  // a plan is being made: what is staged is gone if the server ends
	stagedRows int
	since      atomic.Int64 // since when, in milliseconds since 1970, a transaction is under way; 0: none is
}

// openPostgres opens a ledger in a database; without making one if it is only to be read.
func openPostgres(ctx context.Context, address string, only purpose) (*Ledger, error) {
	p, err := newPostgres(address)
	if err != nil {
		return nil, err
	}
	l := &Ledger{path: p.place(), read: pgReader{p.dialect, p.pool}, draft: only == toDraft}
	p.ledger, p.dialect.draft = l, l.draft
	if l.isNew, err = p.open(ctx, only); err != nil {
		return nil, errors.Join(err, p.pool.Close())
	}
	l.home = p
	if only == toRead {
		l.readOnly = true
	}
	return l, nil
}

// A purpose is what a database is opened for.
type purpose int

const (
	toWrite purpose = iota
	toRead
	toDraft
)

// IsURL reports whether a ledger's place is a PostgreSQL database's address.
func IsURL(place string) bool {
	return strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql://")
}

// defaultSchema is the ledger's where the address does not name one.
const defaultSchema = "contactcast"

// defaultLease is how long a run holds what it holds without saying so again.
const defaultLease = 30 * time.Second

// newPostgres understands a database's address; it does not connect.
func newPostgres(address string) (*postgres, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, &FormatError{Reason: words.New("ledger/address")} // not with what it was: that may hold a password
	}
	if u, err := url.Parse(address); err == nil {
		if _, has := u.User.Password(); has || u.Query().Has("password") || u.Query().Has("sslpassword") {
			return nil, &FormatError{Reason: words.New("ledger/password")}
		}
	}
	lease := defaultLease
	if text := os.Getenv("CONTACTCAST_LEASE"); text != "" {
		if lease, err = time.ParseDuration(text); err != nil || lease < 3*time.Second {
			return nil, &FormatError{Reason: words.New("ledger/lease", "value", text)}
		}
	}
	schema := defaultSchema
	if path := config.RuntimeParams["search_path"]; path != "" {
		schema = strings.Trim(path, `"`)
		delete(config.RuntimeParams, "search_path") // a pooler would not know what to do with it
	}
	config.RuntimeParams["application_name"] = "contactcast"
	config.DefaultQueryExecMode = pgx.QueryExecModeExec // no statement is kept on a connection
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	config.DialFunc = (&net.Dialer{KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 10 * time.Second, Interval: 5 * time.Second, Count: 3}}).DialContext
	if len(config.Fallbacks) > 0 && config.ValidateConnect == nil && strings.Contains(address, ",") {
		config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite // of several hosts, the one that can be written to
	}
	p := &postgres{dialect: &dialect{schema: quoted(schema)}, config: config, lease: lease}
	p.pool, p.on = stdlib.OpenDB(*config), &pgStatements{dialect: p.dialect, ctx: context.Background()}
	p.pool.SetMaxIdleConns(2)
	p.pool.SetConnMaxIdleTime(time.Minute)
	return p, nil
}

// place is the database's address as it may be shown: without passwords.
func (p *postgres) place() string {
	u := url.URL{Scheme: "postgres", Host: net.JoinHostPort(p.config.Host, strconv.Itoa(int(p.config.Port))), Path: "/" + p.config.Database}
	more := url.Values{}
	if strings.HasPrefix(p.config.Host, "/") {
		u.Host = ""
		more.Set("host", p.config.Host)
	}
	if p.schema != quoted(defaultSchema) {
		more.Set("search_path", p.schema)
	}
	u.RawQuery = more.Encode()
	if p.config.User != "" {
		u.User = url.User(p.config.User)
	}
	return u.String()
}

// open makes the schema if there is none, or makes of an earlier version what this program needs.
func (p *postgres) open(ctx context.Context, only purpose) (isNew bool, err error) {
	if err := p.usable(ctx, only); err != nil {
		return false, err
	}
	for range 5 {
		switch err := p.check(ctx); {
		case err == nil:
			return isNew, p.allowed(ctx)
		case !errors.Is(err, errNoSchema):
			return false, err
		case only == toRead:
			return false, fmt.Errorf("open the ledger %s: %w", p.place(), fs.ErrNotExist)
		}
		if err = p.create(ctx); err != nil && !isCode(err, "23505", "42P06", "42P07", "42710", "40001", "40P01") { // another process makes it now
			return false, p.refused(err)
		}
		isNew = isNew || err == nil
	}
	return false, p.refused(err)
}

// usable refuses a server that would not keep what it is given.
func (p *postgres) usable(ctx context.Context, only purpose) error {
	var standby, readOnly bool
	var commit, sync string
	err := p.pool.QueryRowContext(ctx, `SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only') = 'on',
		current_setting('synchronous_commit'), current_setting('fsync')`).Scan(&standby, &readOnly, &commit, &sync)
	switch {
	case err != nil:
		return p.refused(err)
	case only == toRead:
		return nil
	case standby:
		return p.refuse("ledger/standby")
	case readOnly:
		return p.refuse("ledger/read-only-database")
	case commit == "off":
		return p.refuse("ledger/not-durable", "setting", "synchronous_commit")
	case sync == "off":
		return p.refuse("ledger/not-durable", "setting", "fsync")
	}
	return nil
}

// errNoSchema says that there is no ledger yet.
var errNoSchema = errors.New("there is no ledger in the database yet")

// check refuses a schema that is no ledger of this version; errNoSchema is an empty one, or none.
func (p *postgres) check(ctx context.Context) error {
	var exists, ours bool
	var others int
	err := p.pool.QueryRowContext(ctx, `SELECT to_regnamespace($1) IS NOT NULL, to_regclass($1 || '.format') IS NOT NULL,
		(SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace($1))`, p.schema).Scan(&exists, &ours, &others)
	switch {
	case err != nil:
		return p.refused(err)
	case !ours && others > 0:
		return p.refuse("ledger/foreign-schema", "schema", p.schema)
	case !ours:
		return errNoSchema
	}
	var application, v int
	err = p.pool.QueryRowContext(ctx, `SELECT application, version FROM `+p.schema+`.format`).Scan(&application, &v)
	switch {
	case err != nil:
		return p.refused(err)
	case application != applicationID:
		return p.refuse("ledger/foreign-schema", "schema", p.schema)
	case v > version:
		return p.refuse("ledger/newer", "version", v, "known", version)
	case v < version:
		return p.refuse("ledger/too-old", "version", v, "known", version)
	}
	return nil
}

// create makes the schema and all that is in it, or nothing.
func (p *postgres) create(ctx context.Context) error {
	conn, err := p.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error {
		statements := fmt.Sprintf("BEGIN;\nCREATE SCHEMA IF NOT EXISTS %s;\n%s\nINSERT INTO %[1]s.format VALUES (1, %[3]d, %[4]d);\nINSERT INTO %[1]s.store VALUES (1, '%[5]s', 0);\nCOMMIT",
			p.schema, p.all(), applicationID, version, rand.Text())
		pg := c.(*stdlib.Conn).Conn().PgConn()
		_, err := pg.Exec(ctx, statements).ReadAll()
		if err != nil {
			_, _ = pg.Exec(context.WithoutCancel(ctx), "ROLLBACK").ReadAll() // the connection may be gone, too
		}
		return err
	})
}

// allowed names the rights that the database's user lacks.
func (p *postgres) allowed(ctx context.Context) error {
	var user string
	var usage, create bool
	var missing int
	err := p.pool.QueryRowContext(ctx, `SELECT current_user, has_schema_privilege(to_regnamespace($1), 'USAGE'), has_schema_privilege(to_regnamespace($1), 'CREATE'),
		(SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind IN ('r', 'v')
			AND NOT (has_table_privilege(oid, 'SELECT') AND (relkind = 'v' OR has_table_privilege(oid, 'INSERT') AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))))`,
		p.schema).Scan(&user, &usage, &create, &missing)
	if err != nil {
		return p.refused(err)
	}
	if !usage || !create || missing > 0 {
		return p.refuse("ledger/rights", "user", user, "schema", p.schema)
	}
	return nil
}

func (p *postgres) refuse(code words.Code, args ...any) error {
	return &FormatError{Path: p.place(), Reason: words.New(code, args...)}
}

// refused says why the database cannot be used.
func (p *postgres) refused(err error) error {
	var e *pgconn.PgError
	var away *AwayError
	switch {
	case isCode(err, "42501"):
		return &FormatError{Path: p.place(), Err: err, Reason: words.New("ledger/rights", "user", p.config.User, "schema", p.schema)}
	case isCode(err, "25006"):
		return &FormatError{Path: p.place(), Err: err, Reason: words.New("ledger/read-only-database")}
	case isCode(err, "53100"):
		return &FormatError{Path: p.place(), Err: err, Reason: words.New("ledger/database-full")}
	case errors.As(err, &e) && !isAway(err):
		return &FormatError{Path: p.place(), Err: err, Reason: words.New("ledger/database", "message", e.Message, "code", e.Code)}
	case errors.As(err, &away):
		away.Place = p.place()
		return err
	case isAway(err):
		return &AwayError{Place: p.place(), Err: err}
	}
	return fmt.Errorf("use the ledger %s: %w", p.place(), err)
}

// AwayError says that the ledger's database cannot be reached, or ended the connection.
type AwayError struct {
	Place string // "" where it was there before
	Err   error
}

// Error names the database and the cause.
func (e *AwayError) Error() string { return e.Fact().String() }

// Unwrap returns the cause.
func (e *AwayError) Unwrap() error { return e.Err }

// Fact says so, for people.
func (e *AwayError) Fact() words.Fact {
	why := e.Err.Error()
	var pg *pgconn.PgError
	var dns *net.DNSError
	var op *net.OpError
	switch { // pgx names the address that it was given
	case errors.As(e.Err, &pg):
		why = pg.Message
	case errors.As(e.Err, &dns):
		why = dns.Err
	case errors.As(e.Err, &op):
		why = op.Err.Error()
	}
	if e.Place == "" {
		return words.New("ledger/connection-lost", "why", why)
	}
	return words.New("ledger/away", "place", e.Place, "why", why)
}

// isCode reports whether PostgreSQL gave an error with one of these codes.
func isCode(err error, codes ...string) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return false
	}
	for _, c := range codes {
		if e.Code == c {
			return true
		}
	}
	return false
}

// isAway reports whether an error means that the database was not there, rather than that it answered: what was asked of it may
// have been done or not. A server that shuts down, starts, or has no connection left, says so.
func isAway(err error) bool {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return strings.HasPrefix(e.Code, "08") || isCode(err, "57P01", "57P02", "57P03", "53300")
	}
	for _, end := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, driver.ErrBadConn, sql.ErrConnDone, pgconn.ErrConnClosed, context.DeadlineExceeded} {
		if errors.Is(err, end) {
			return true
		}
	}
	_, isNet := errors.AsType[net.Error](err)
	_, isConnect := errors.AsType[*pgconn.ConnectError](err)
	return isNet || isConnect || pgconn.SafeToRetry(err)
}
