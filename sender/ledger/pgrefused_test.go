package ledger

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"contactcast/internal/pgtest"
	"contactcast/internal/words"
)

// What a ledger cannot be kept in is refused, and said; a password is in no error.
func TestRefusesADatabase(t *testing.T) {
	s := pgtest.Start(t)
	for _, statement := range []string{
		`CREATE SCHEMA foreigners`, `CREATE TABLE foreigners.things (id INT)`,
		`CREATE ROLE hasty LOGIN SUPERUSER`, `ALTER ROLE hasty SET synchronous_commit = off`,
		`CREATE ROLE reader LOGIN SUPERUSER`, `ALTER ROLE reader SET default_transaction_read_only = on`,
		`CREATE ROLE guest LOGIN`, `CREATE SCHEMA fornobody`, `CREATE SCHEMA newer`, `CREATE TABLE newer.format AS SELECT 1 AS id, 1667462004 AS application, 99 AS version`,
	} {
		if _, err := s.SQL("postgres", statement); err != nil {
			t.Fatal(err)
		}
	}
	at := s.URL("postgres")
	as := func(user string) string { return strings.Replace(at, "//test@", "//"+user+"@", 1) }
	for name, tt := range map[string]struct {
		address string
		want    words.Code
	}{
		"another program's schema": {at + "&search_path=foreigners", "ledger/foreign-schema"},
		"a newer program's":        {at + "&search_path=newer", "ledger/newer"},
		"commits that may be lost": {as("hasty"), "ledger/not-durable"},
		"read-only":                {as("reader"), "ledger/read-only-database"},
		"no rights":                {as("guest") + "&search_path=none", "ledger/rights"},
		"no rights to a schema":    {as("guest") + "&search_path=fornobody", "ledger/rights"},
		"a password":               {as("test:secret"), "ledger/password"},
		"another password":         {at + "&password=secret", "ledger/password"},
		"no address":               {"postgres://test:secret@127.0.0.1:none/postgres", "ledger/address"},
		"nobody there":             {"postgres://test@127.0.0.1:1/postgres", "ledger/away"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := Open(t.Context(), tt.address)
			if err == nil {
				t.Fatal(errors.Join(errors.New("it was opened"), l.Close()))
			}
			var format *FormatError
			var away *AwayError
			var got words.Code
			switch {
			case errors.As(err, &format):
				got = format.Reason.Code
			case errors.As(err, &away):
				got = away.Fact().Code
			}
			if got != tt.want || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %s, %v; want %s", got, err, tt.want)
			}
		})
	}
	if _, err := OpenReadOnly(t.Context(), at+"&search_path=none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("looking at a ledger that is not there: %v", err)
	}
}

// Several processes make one and the same ledger at once.
func TestMadeAtOnce(t *testing.T) {
	s := pgtest.Start(t)
	at := emptyDatabase(t, s)
	results := make(chan error)
	const processes = 6
	for range processes {
		go func() {
			l, err := Open(t.Context(), at)
			if err == nil {
				err = l.Close()
			}
			results <- err
		}()
	}
	for range processes {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
}

// A query means the same to both databases.
func TestDialect(t *testing.T) {
	d := &dialect{schema: `"s"`, stage: "stage7_"}
	for query, want := range map[string]string{
		`SELECT a FROM jobs j JOIN main.messages m ON m.job = j.id WHERE j.id = ? AND m.row > ?`: `SELECT a FROM "s".jobs j JOIN "s".messages m ON m.job = j.id WHERE j.id = $1 AND m.row > $2`,
		`UPDATE main.lines SET row = ?2 WHERE main.lines.plan = ?1`:                              `UPDATE "s".lines SET row = $2 WHERE "s".lines.plan = $1`,
		`INSERT OR IGNORE INTO stage.skips SELECT row FROM free`:                                 `INSERT INTO "s".stage7_skips SELECT row FROM "s".stage7_free ON CONFLICT DO NOTHING`,
		`WITH jobs2 AS (SELECT 1) SELECT 1 FROM jobs2 WHERE a IS DISTINCT FROM b`:                `WITH jobs2 AS (SELECT 1) SELECT 1 FROM jobs2 WHERE a IS DISTINCT FROM b`,
		`SELECT CAST(value ->> 0 AS BIGINT) FROM json_each(?)`:                                   `SELECT CAST(CAST(value AS jsonb) ->> 0 AS BIGINT) FROM "s".json_each($1)`,
		`SELECT row FROM free f WHERE +f.key IS NOT NULL AND f.chat_id GLOB '5[245]*'`:           `SELECT row FROM "s".stage7_free f WHERE f.key IS NOT NULL AND f.chat_id ~ '^5[245]'`,
	} {
		if got := d.query(query); got != want {
			t.Errorf("%s\nis  %s\nnot %s", query, got, want)
		}
	}
}
