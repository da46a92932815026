package ledger

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What paces never runs backwards, and what is compared with the journal is the clock as it was.
func TestTwoClocks(t *testing.T) {
	l, err := Open(t.Context(), filepath.Join(t.TempDir(), "account.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	job, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, 3))
	if err != nil {
		t.Fatal(err)
	}
	at, ahead := time.Now().Add(12*time.Minute).Truncate(time.Millisecond), -12*time.Minute
	l.ReadClock(func() Reading { return Reading{Wall: at, Ahead: ahead, Known: true} })
	attempt := func(row int) Attempt {
		t.Helper()
		m, err := l.Pending(t.Context(), job.ID, row-1, 1)
		if err != nil {
			t.Fatal(err)
		}
		begun, err := l.Commit(nil, m)
		if err != nil {
			t.Fatal(err)
		}
		return begun[0].Attempt
	}
	first := attempt(2)
	at, ahead = at.Add(-12*time.Minute+time.Second), 0 // it is set right
	second := attempt(3)
	if second.StartedAt.Before(first.StartedAt) {
		t.Errorf("the clock that paces went from %v to %v", first.StartedAt, second.StartedAt)
	}
	if !second.Start.Wall.Equal(at) || !second.Start.Known {
		t.Errorf("it started at %v, read as %+v", at, second.Start)
	}
	if _, err := l.Commit([]Ending{{first, Outcome{Status: Unknown}}, {second, Outcome{Status: Accepted, IDMessage: "3EB0"}}}, nil); err != nil {
		t.Fatal(err)
	}
	told, err := l.BoundClock(at)
	if err != nil || told < 11*time.Minute {
		t.Errorf("the clock was wrong by %v, %v", told, err)
	}
	if told, err := l.BoundClock(at); err != nil || told != 0 {
		t.Errorf("it is told twice: %v, %v", told, err)
	}
	last, err := l.LastAttempts(t.Context(), 9)
	if err != nil || len(last) != 2 || last[1].After(at) || last[0].After(at) {
		t.Errorf("the last attempts were at %v, and it is %v: %v", last, at, err)
	}
	doubts, err := l.Doubts(t.Context())
	if err != nil || len(doubts) != 1 || !doubts[0].Start.Wall.Equal(first.Start.Wall) || doubts[0].Start.Ahead != -12*time.Minute || doubts[0].End.Ahead != 0 || !doubts[0].End.Known {
		t.Errorf("%+v, %v", doubts, err)
	}
	if err := l.Redate([]Redated{{first.Message, at.Add(-time.Hour), at.Add(time.Hour)}}); err != nil {
		t.Fatal(err)
	}
	on := func(r Reading) time.Time { return r.Wall.Add(r.Ahead) }
	if doubts, err = l.Doubts(t.Context()); err != nil || !on(doubts[0].Start).Equal(at.Add(-time.Hour)) || !on(doubts[0].End).Equal(at.Add(time.Hour)) {
		t.Errorf("%+v, %v", doubts, err)
	}
}

// A ledger of version 2 knows no readings; its doubts are read all the same.
func TestVersion2(t *testing.T) {
	path := filepath.Join(t.TempDir(), "account.db")
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
		INSERT INTO lines (job, row, message, source) VALUES (1, 2, 1, '[]'), (1, 3, 2, '[]');
		INSERT INTO in_flight (message, started_at) VALUES (2, 5000);
		INSERT INTO attempts (id, message, started_at, ended_at, outcome, error_code, error) VALUES (1, 1, 1000, 2000, 'unknown', 'no-answer', '')`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	doubts, err := l.Doubts(t.Context())
	if err != nil || len(doubts) != 2 {
		t.Fatalf("%+v, %v", doubts, err)
	}
	for i, d := range doubts {
		if d.Start.Known || d.End.Known || !d.Start.Wall.IsZero() || d.StartedAt.UnixMilli() != []int64{1000, 5000}[i] {
			t.Errorf("%+v", d)
		}
	}
}
