package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const takeoverDir = "CONTACTCAST_TEST_TAKEOVER"

// TestTakeoverProcess is a process that takes over, to be killed.
func TestTakeoverProcess(t *testing.T) {
	dir := os.Getenv(takeoverDir)
	if dir == "" {
		t.Skip("another test's")
	}
	l, err := Open(t.Context(), filepath.Join(dir, Name))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// version5 copies the ledgers of a state folder as version 5 left it: see testdata/version5. Two accounts have a job of the same
// name; a run of the first was killed in the middle of a request.
func version5(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/version5")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// enlarge gives the old ledger many messages more, so that taking it over takes a while.
func enlarge(t *testing.T, path string, messages int) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`PRAGMA journal_mode = WAL;
		WITH RECURSIVE n(i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 1000 + ?1) INSERT INTO messages (id, job, key, status, chat_id, phone_contact,
			first_name, middle_name, last_name, company, quoted_message_id, attempts, attempt, id_message)
			SELECT i, 1, randomblob(16), 'accepted', i || '@c.us', 79010000001, 'Anna', '', '', '', '', 1, i, hex(randomblob(10)) FROM n`, messages)
	if err == nil {
		_, err = db.Exec(`INSERT INTO attempts (id, message, started_at, ended_at, outcome, error_code, error) SELECT id, id, 1000, 1001, 'accepted', '', '' FROM messages WHERE id > 1000`)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// standing is how the ledgers of a folder stand: the versions of the old ones, and how many messages all of them hold that
// are of that version.
func standing(t *testing.T, dir string) (versions []int, messages int) {
	t.Helper()
	for _, name := range []string{"1101000001.db", "1101000002.db", Name} {
		db, err := sql.Open("sqlite", filepath.Join(dir, name)) // whoever opens it next undoes what is not whole
		if err != nil {
			t.Fatal(err)
		}
		var v, tables, n int
		err = db.QueryRow(`SELECT user_version, (SELECT count(*) FROM sqlite_schema WHERE name = 'messages') FROM pragma_user_version`).Scan(&v, &tables)
		if err == nil && tables > 0 {
			err = db.QueryRow(`SELECT count(*) FROM messages`).Scan(&n)
		}
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		versions = append(versions, v)
		if (name == Name) == (v == version) {
			messages += n
		}
	}
	return versions, messages
}

// Whenever a takeover is killed, all is as it was or all is taken over; the next one finishes it.
func TestAKilledTakeover(t *testing.T) {
	const more, small = 3_000, 10 + 4 // messages
	whole := time.Second
	old, new := 0, 0
	for i := range 9 {
		dir := version5(t)
		for _, account := range []string{"1101000001.db", "1101000002.db"} {
			enlarge(t, filepath.Join(dir, account), more)
		}
		ctx, cancel := context.WithCancel(t.Context())
		c := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestTakeoverProcess$")
		c.Env = append(os.Environ(), takeoverDir+"="+dir)
		began := time.Now()
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if i > 0 { // the first shows how long it takes
			time.AfterFunc(whole*3/10+time.Duration(rand.Int64N(int64(whole*8/10))), cancel)
		}
		err := c.Wait()
		if i == 0 {
			whole = time.Since(began)
			if err != nil {
				t.Fatal(err)
			}
		}
		cancel()
		switch versions, messages := standing(t, dir); {
		case messages != 2*more+small:
			t.Errorf("killed, the ledgers of versions %v hold %d messages, want %d", versions, messages, 2*more+small)
		case slices.Equal(versions, []int{5, 5, 5}):
			old++
		case slices.Equal(versions, []int{version, version, version}):
			new++
		default:
			t.Errorf("killed, the ledgers are of versions %v", versions)
		}
		l := held(t, filepath.Join(dir, Name), "1101000001", "1101000002")
		if n, err := l.count(t.Context(), `SELECT count(*) FROM messages`); err != nil || n != 2*more+small {
			t.Errorf("%d messages are taken over, %v", n, err)
		}
		if n, err := l.count(t.Context(), `SELECT count(*) FROM attempts`); err != nil || n != 2*more+6+3+1 {
			t.Errorf("%d attempts are taken over, %v", n, err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		for _, account := range []string{"1101000001.db", "1101000002.db"} {
			if why := refusedByOlder(t, filepath.Join(dir, account)); why != "" {
				t.Error(why)
			}
			if !exists(filepath.Join(dir, account+keptExt)) {
				t.Errorf("%s is not kept", account)
			}
		}
	}
	t.Logf("killed %d times before, %d times after", old, new)
}

// What two accounts' ledgers knew is known to one: jobs, rows with their reasons and ids, doubt, limits, reports, who said no.
func TestVersion5IsTakenOver(t *testing.T) {
	dir := version5(t)
	l := held(t, filepath.Join(dir, Name), "1101000001", "1101000002")
	defer l.Close()
	want := map[string][]string{
		"list (1101000001)": {"2 accepted", "3 accepted", "4 accepted", "5 rejected http-400", "6 unknown http-502", "7 accepted", "8 skipped duplicate",
			"9 invalid invalid-phone", "10 skipped opted-out", "11 skipped excluded", "12 unknown interrupted", "13 pending"},
		"list":  {"2 accepted", "3 accepted", "4 pending"},
		"other": {"2 accepted sent"},
	}
	got := map[string][]string{}
	jobs, err := l.Jobs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, job := range jobs {
		got[job.Name] = lines(t, l, job)
		checkTally(t, l, job)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for account, doubts := range map[string]int{"1101000001": 2, "1101000002": 0} {
		a := l.run.Account(account)
		if found, err := a.Doubts(t.Context()); err != nil || len(found) != doubts {
			t.Errorf("%s: %+v in doubt, %v", account, found, err)
		}
		if seen, err := a.Seen(t.Context()); err != nil || seen.State != "authorized" {
			t.Errorf("%s: %+v, %v", account, seen, err)
		}
	}
	if o, on, err := l.Consent().Holds(t.Context(), "79000000109@c.us"); err != nil || !on {
		t.Errorf("the opt-out is %+v, %v, %v", o, on, err)
	}
	if words, err := l.Consent().Words(t.Context()); err != nil || len(words) != 1 || words[0].Text != "STOP" {
		t.Errorf("the stop words are %v, %v", words, err)
	}
	for i, want := range [][]string{{"list", "list (1101000001)"}, nil} {
		if same, err := l.Homonyms(t.Context(), "list"); err != nil || !slices.Equal(same, want) {
			t.Errorf("asked %d times, the jobs of that name are %v, %v; want %v", i+1, same, err, want)
		}
	}
	job, err := l.Job(t.Context(), "list (1101000001)")
	if want := `cd /lists/a && contactcast send list.csv --exclude no.csv --api-url http://127.0.0.1:8181 --id-instance 1101000001 --in-flight 1 --daily-limit 50 --job "list (1101000001)"`; err != nil || job.Command != want {
		t.Errorf("the job that has another name now goes on with %s, %v", job.Command, err)
	}
}

// Whoever runs an older program is let finish.
func TestAnOldRunIsLetFinish(t *testing.T) {
	dir := version5(t)
	o := old{path: filepath.Join(dir, "1101000001.db")}
	if err := o.hold(); err != nil {
		t.Fatal(err)
	}
	var busy *OldRunError
	for _, open := range []func(context.Context, string) (*Ledger, error){Open, OpenReadOnly, Draft} {
		if _, err := open(t.Context(), filepath.Join(dir, Name)); !errors.As(err, &busy) {
			t.Errorf("got %v, want an OldRunError", err)
		}
	}
	if versions, _ := standing(t, dir); !slices.Equal(versions, []int{5, 5, 5}) {
		t.Errorf("meanwhile the ledgers are of versions %v", versions)
	}
	if err := o.lock.Close(); err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), filepath.Join(dir, Name))
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
}

// A list of opt-outs that is not the one the account knew stops the takeover: nobody who said no is forgotten.
func TestALostListOfOptOutsIsNotTakenOver(t *testing.T) {
	dir := version5(t)
	if err := os.Remove(filepath.Join(dir, Name)); err != nil {
		t.Fatal(err)
	}
	var format *FormatError
	if _, err := Open(t.Context(), filepath.Join(dir, Name)); !errors.As(err, &format) || format.Reason.Code != "ledger/lost-optouts" {
		t.Errorf("got %v", err)
	}
	o, err := look(t.Context(), filepath.Join(dir, "1101000001.db"))
	if err != nil || o == nil || o.version != 5 {
		t.Errorf("the old ledger is %+v, %v", o, err)
	}
}

// The trials' ledger stands where that of the simulated account stood.
func TestATrialIsTakenOver(t *testing.T) {
	from, dir := version5(t), t.TempDir()
	for was, is := range map[string]string{"1101000001.db": Trial, Name: "sandbox-ledger.db"} {
		if err := os.Rename(filepath.Join(from, was), filepath.Join(dir, is)); err != nil {
			t.Fatal(err)
		}
	}
	l := held(t, filepath.Join(dir, Trial), "sandbox")
	defer l.Close()
	job, err := l.Job(t.Context(), "list")
	if err != nil {
		t.Fatal(err)
	}
	if rows := lines(t, l, job); len(rows) != 12 || rows[10] != "12 unknown interrupted" {
		t.Error(rows)
	}
	if n, err := l.Consent().Count(t.Context()); n != 1 || err != nil {
		t.Errorf("%d opt-outs, %v", n, err)
	}
}

func lines(t *testing.T, l *Ledger, job Job) (rows []string) {
	t.Helper()
	for line, err := range l.Lines(t.Context(), job) {
		if err != nil {
			t.Fatal(err)
		}
		row := fmt.Sprint(line.Row, " ", line.Status)
		for _, more := range []string{line.ErrorCode, line.Delivery} {
			if more != "" && line.Status != Pending {
				row += " " + more
			}
		}
		if (line.Status == Accepted) != (line.IDMessage != "") {
			row += " id " + line.IDMessage
		}
		rows = append(rows, row)
	}
	return rows
}
