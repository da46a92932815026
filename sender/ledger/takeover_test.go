package ledger

import (
	"contactcast/internal/words"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// version2 makes an account's ledger as programs before the list of opt-outs made it, with one row sent and one not. It returns
// where the ledger of all accounts belongs.
func version2(t *testing.T) string {
	t.Helper()
	schema, err := os.ReadFile("testdata/schema2.sql")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), testAccount+".db")
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
	return filepath.Join(filepath.Dir(path), Name)
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
			l = held(t, path)
			defer l.Close()
			want := []string{"accepted", "excluded"}
			if d := cmp.Diff(want, plan(t, l, Plan{Exclude: []Exclusion{{"b@c.us", "/no.csv"}}}, cardTo("a", "x"), cardTo("b", "x"))); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			if why := refusedByOlder(t, filepath.Join(filepath.Dir(path), testAccount+".db")); why != "" {
				t.Error(why)
			}
		})
	}
}

// refusedByOlder says why an older program would go on with a file, or "".
func refusedByOlder(t *testing.T, path string) string {
	t.Helper()
	db, err := open(path, "ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var tables, id, v int
	err = db.QueryRow(`SELECT (SELECT count(*) FROM sqlite_schema), application_id, user_version FROM pragma_application_id, pragma_user_version`).Scan(&tables, &id, &v)
	if err != nil || tables == 0 || id != applicationID || v <= 5 {
		return fmt.Sprintf("%s has %d tables, application %x, version %d, %v: older programs would use it", path, tables, id, v, err)
	}
	return ""
}

// Every status of a ledger that the program of that version made, killed in the middle of a request, is as it was: see
// testdata/version2.db. What was on its way is in doubt.
func TestEveryStatusIsTakenOver(t *testing.T) {
	old, err := os.ReadFile("testdata/version2.db")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), testAccount+".db")
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	l := held(t, filepath.Join(filepath.Dir(path), Name))
	defer l.Close()
	want := map[string][]string{
		"list": {"2 accepted 3EB06F5C0FAB28C8518F", "3 accepted 3EB0BED514E7AAE398CB", "4 rejected http-400", "5 unknown http-502",
			"6 unknown interrupted", "7 pending", "8 skipped duplicate", "9 invalid invalid-phone", "10 invalid missing",
			"11 skipped excluded", "12 skipped cooldown"},
		"list test 2026-11-29 11.12.47": {"2 accepted 3EB047E5679031CB0239"},
		"other":                         {"2 accepted 3EB09601F59672C9FDA1 sent"},
	}
	got := map[string][]string{}
	jobs, err := l.Jobs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, job := range jobs {
		for line, err := range l.Lines(t.Context(), job) {
			if err != nil {
				t.Fatal(err)
			}
			got[job.Name] = append(got[job.Name], strings.Join(strings.Fields(fmt.Sprint(line.Row, " ", line.Status, " ", line.ErrorCode, " ", line.IDMessage, " ", line.Delivery)), " "))
		}
		checkTally(t, l, job)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	doubts, err := l.account(t).Doubts(t.Context())
	if err != nil || len(doubts) != 2 || doubts[0].Row != 5 || doubts[1].Row != 6 || doubts[0].StartedAt.UnixMilli() != 1795950769909 {
		t.Errorf("in doubt: %+v, %v; want rows 5 and 6", doubts, err)
	}
	if n, err := l.count(t.Context(), `SELECT count(*) FROM attempts`); err != nil || n != 7 {
		t.Errorf("%d attempts, %v; want the 6 of then and the one that was interrupted", n, err)
	}
	if state, err := l.Report(t.Context(), "/lists/other-report.csv", 211, time.Unix(0, 1795950767119983020)); err != nil || state != AsWritten {
		t.Errorf("the report of then is %v, %v", state, err)
	}
	seen, err := l.account(t).Seen(t.Context())
	if err != nil || seen.State != "authorized" {
		t.Errorf("the account is %+v, %v", seen, err)
	}
}

// A ledger of version 2 knows no readings; its doubts are read all the same.
func TestVersion2(t *testing.T) {
	path := filepath.Join(t.TempDir(), testAccount+".db")
	schema, err := os.ReadFile("testdata/schema2.sql")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(string(schema) + `; PRAGMA application_id = 1667462004; PRAGMA user_version = 2;
		INSERT INTO jobs (id, name, test, file, sheet, header, delimiter, fingerprint, planned_at) VALUES (1, 'list', 0, '', '', '[]', '', '', 1);
		INSERT INTO messages (id, job, key, row, status, chat_id, phone_contact, first_name, middle_name, last_name, company, quoted_message_id, attempts, attempt)
			VALUES (1, 1, x'01', 2, 'unknown', '79000000001@c.us', 79010000000, 'Anna', '', '', '', '', 1, 1),
			(2, 1, x'02', 3, 'pending', '79000000002@c.us', 79010000000, 'Anna', '', '', '', '', 0, NULL);
		UPDATE messages SET error_code = 'stranger', error = 'stranger' WHERE id = 1;
		INSERT INTO lines (job, row, message, source) VALUES (1, 2, 1, '[]'), (1, 3, 2, '[]');
		INSERT INTO in_flight (message, started_at) VALUES (2, 5000);
		INSERT INTO attempts (id, message, started_at, ended_at, outcome, error_code, error) VALUES (1, 1, 1000, 2000, 'unknown', 'no-answer', '')`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	l := held(t, filepath.Join(filepath.Dir(path), Name))
	defer l.Close()
	doubts, err := l.account(t).Doubts(t.Context())
	if err != nil || len(doubts) != 2 {
		t.Fatalf("%+v, %v", doubts, err)
	}
	if got := words.Code(doubts[0].Code); got != CodeUnrecorded { // it had another name then
		t.Errorf("the code is %s", got)
	}
	for i, d := range doubts {
		if d.Start.Known || d.End.Known || !d.Start.Wall.IsZero() || d.StartedAt.UnixMilli() != []int64{1000, 5000}[i] {
			t.Errorf("%+v", d)
		}
	}
}
