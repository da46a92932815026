package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// version2 makes a ledger as programs before the list of opt-outs made it, with one row sent and one not.
func version2(t *testing.T) string {
	t.Helper()
	schema, err := os.ReadFile("testdata/schema2.sql")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "account.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	a, b := cardTo("a", "x"), cardTo("b", "x")
	ka, kb := a.Message.Key(), b.Message.Key()
	_, err = db.Exec(fmt.Sprintf(`PRAGMA journal_mode = WAL; %s; PRAGMA application_id = %d; PRAGMA user_version = 2;
		INSERT INTO jobs (id, name, test, file, sheet, header, delimiter, fingerprint, planned_at) VALUES (1, 'list', 0, '', '', '[]', '', '', 1);
		INSERT INTO messages (id, job, key, row, status, chat_id, phone_contact, first_name, middle_name, last_name, company, quoted_message_id, attempts, attempt, id_message)
		VALUES (1, 1, x'%x', 2, 'accepted', 'a@c.us', 79010000000, 'x', '', '', '', '', 1, 1, 'ID'), (2, 1, x'%x', 3, 'pending', 'b@c.us', 79010000000, 'x', '', '', '', '', 0, NULL, NULL);
		INSERT INTO attempts VALUES (1, 1, 1000, 1001, 'accepted', '', '', NULL);
		INSERT INTO lines (job, row, message, source) VALUES (1, 2, 1, '[]'), (1, 3, 2, '[]');
		INSERT INTO tally VALUES (1, 'accepted', '', 1), (1, 'pending', '', 1)`, schema, applicationID, ka, kb))
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// A ledger of the version before is taken over, whoever opens it first, and what it knows is known.
func TestVersion2IsTakenOver(t *testing.T) {
	for name, first := range map[string]func(context.Context, string) (*Ledger, error){"to write": Open, "to read": OpenReadOnly} {
		t.Run(name, func(t *testing.T) {
			path := version2(t)
			l, err := first(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			job, err := l.Job(t.Context(), "list")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]string{"accepted", "pending"}, told(t, l, job)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			if l, err = Open(t.Context(), path); err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			want := []string{"accepted", "excluded"}
			if d := cmp.Diff(want, plan(t, l, Plan{Exclude: []Exclusion{{"b@c.us", "/no.csv"}}}, cardTo("a", "x"), cardTo("b", "x"))); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			var version int
			if err := l.conn.QueryRowContext(t.Context(), `PRAGMA user_version`).Scan(&version); err != nil || version <= 2 {
				t.Errorf("the ledger's version is %d, %v: earlier programs would still use it", version, err)
			}
		})
	}
}

// What a new ledger has and one that was taken over is the same, in the same order.
func TestUpgradeMakesTheSchema(t *testing.T) {
	columns := func(l *Ledger) []string {
		all, err := collect[string](t.Context(), l.read, `SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || coalesce(c.dflt_value, '')
			FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid`, func(s *string) []any { return []any{s} })
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	old, err := Open(t.Context(), version2(t))
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if d := cmp.Diff(columns(newLedger(t)), columns(old)); d != "" {
		t.Errorf("(-new +taken over)\n%s", d)
	}
}
