package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contactcast/internal/card"
)

// to is a row with Anna's card to a chat.
func to(chatID string) Row {
	return Row{Source: []string{}, Message: card.Card{ChatID: chatID, Contact: card.Contact{PhoneContact: 79010000000, FirstName: "Anna"}}}
}

func optOut(t *testing.T, l *Ledger, chatIDs ...string) {
	t.Helper()
	var chats []OptOut
	for _, id := range chatIDs {
		chats = append(chats, OptOut{ChatID: id, List: "no.csv", AddedAt: time.Now()})
	}
	if _, err := l.Consent().Add(t.Context(), chats); err != nil {
		t.Fatal(err)
	}
}

// intend tries to send all that is pending in a job, and returns what became of each.
func intend(t *testing.T, l *Ledger, name string) []string {
	t.Helper()
	job, err := l.Job(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	pending, err := l.Pending(t.Context(), job.ID, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	begun, err := commit(l, nil, pending)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	var ended []Ending
	for _, b := range begun {
		left = append(left, b.Left)
		if b.Left == "" {
			ended = append(ended, Ending{b.Attempt, Outcome{Status: Accepted, IDMessage: "ID" + b.Message.ChatID}})
		}
	}
	if _, err := commit(l, ended, nil); err != nil {
		t.Fatal(err)
	}
	checkTally(t, l, job)
	return left
}

// The last look: what came between planning and the intent is seen by the intent.
func TestTheLastLook(t *testing.T) {
	const mexican, alike = "5215512345678@c.us", "525512345678@c.us"
	tests := []struct {
		name    string
		rows    []string
		between func(t *testing.T, l *Ledger)
		want    []string
	}{
		{"nothing", []string{"1@c.us", "2@c.us"}, func(*testing.T, *Ledger) {}, []string{"", ""}},
		{"an opt-out", []string{"1@c.us", "2@c.us"}, func(t *testing.T, l *Ledger) { optOut(t, l, "2@c.us") }, []string{"", "opted-out"}},
		{"an opt-out of another spelling", []string{mexican}, func(t *testing.T, l *Ledger) { optOut(t, l, alike) }, []string{"opted-out"}},
		{"an opt-out by a process of its own", []string{"1@c.us"}, func(t *testing.T, l *Ledger) {
			beside, err := Open(t.Context(), l.Path())
			if err != nil {
				t.Fatal(err)
			}
			_, err = beside.Consent().Add(t.Context(), []OptOut{{ChatID: "1@c.us", AddedAt: time.Now()}})
			if err := errors.Join(err, beside.Close()); err != nil {
				t.Fatal(err)
			}
		}, []string{"opted-out"}},
		{"a hidden number that opted out and whose person the account showed", []string{"1@c.us"}, func(t *testing.T, l *Ledger) {
			optOut(t, l, "77@lid")
			learn(t, l, "77@lid", "1@c.us")
		}, []string{"opted-out"}},
		{"a person who opted out, by a hidden number", []string{"77@lid"}, func(t *testing.T, l *Ledger) {
			learn(t, l, "77@lid", alike)
			optOut(t, l, mexican)
		}, []string{"opted-out"}},
		{"another hidden number of the same person", []string{"78@lid"}, func(t *testing.T, l *Ledger) {
			learn(t, l, "77@lid", "1@c.us")
			learn(t, l, "78@lid", "1@c.us")
			optOut(t, l, "77@lid")
		}, []string{"opted-out"}},
		{"an exclusion", []string{"1@c.us", mexican}, func(t *testing.T, l *Ledger) {
			job, _ := l.Job(t.Context(), "list")
			if err := l.Exclude(job.ID, []Exclusion{{alike, "/no.csv"}}); err != nil {
				t.Fatal(err)
			}
		}, []string{"", "excluded"}},
		{"an exclusion of another job", []string{"1@c.us"}, func(t *testing.T, l *Ledger) {
			plan(t, l, Plan{Job: "other", Exclude: []Exclusion{{"1@c.us", "/no.csv"}}}, to("9@c.us"))
		}, []string{""}},
		{"the same card by another job", []string{"1@c.us", "2@c.us"}, func(t *testing.T, l *Ledger) {
			plan(t, l, Plan{Job: "other"}, to("2@c.us"))
			intend(t, l, "other")
		}, []string{"", "already-sent"}},
		{"the same card by another job, to the person's other number", []string{mexican, "2@c.us"}, func(t *testing.T, l *Ledger) {
			plan(t, l, Plan{Job: "other"}, to(alike))
			intend(t, l, "other")
		}, []string{"already-sent", ""}},
		{"the same card by another job, to the person's hidden number", []string{"1@c.us", "78@lid", mexican}, func(t *testing.T, l *Ledger) {
			learn(t, l, "77@lid", "1@c.us")
			learn(t, l, "78@lid", alike)
			plan(t, l, Plan{Job: "other"}, to("77@lid"), to(alike))
			intend(t, l, "other")
		}, []string{"already-sent", "already-sent", "already-sent"}},
		{"the same card in one job, to a number that proves to be the same person's", []string{"1@c.us", "77@lid", "78@lid"}, func(t *testing.T, l *Ledger) {
			job, _ := l.Job(t.Context(), "list")
			first, err := l.Pending(t.Context(), job.ID, 0, 1)
			if err != nil {
				t.Fatal(err)
			}
			begun, err := commit(l, nil, first)
			if err == nil {
				_, err = commit(l, []Ending{{begun[0].Attempt, Outcome{Status: Accepted, IDMessage: "ID1"}}}, nil)
			}
			if err != nil {
				t.Fatal(err)
			}
			learn(t, l, "77@lid", "1@c.us")
			learn(t, l, "78@lid", "1@c.us")
		}, []string{"duplicate", "duplicate"}},
		{"another card by another job", []string{"1@c.us"}, func(t *testing.T, l *Ledger) {
			row := to("1@c.us")
			row.Message.Contact.FirstName = "Boris"
			plan(t, l, Plan{Job: "other"}, row)
			intend(t, l, "other")
		}, []string{""}},
		{"a test of the card", []string{"1@c.us"}, func(t *testing.T, l *Ledger) {
			plan(t, l, Plan{Job: "test", Test: true}, to("1@c.us"))
			intend(t, l, "test")
		}, []string{""}},
		{"the same card in flight for another job", []string{"1@c.us"}, func(t *testing.T, l *Ledger) {
			plan(t, l, Plan{Job: "other"}, to("1@c.us"))
			job, _ := l.Job(t.Context(), "other")
			pending, err := l.Pending(t.Context(), job.ID, 0, 1)
			if err == nil {
				_, err = commit(l, nil, pending)
			}
			if err != nil {
				t.Fatal(err)
			}
		}, []string{"waits"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLedger(t)
			var rows []Row
			for _, id := range tt.rows {
				rows = append(rows, to(id))
			}
			plan(t, l, Plan{}, rows...)
			tt.between(t, l)
			if d := cmp.Diff(tt.want, intend(t, l, "list")); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func learn(t *testing.T, l *Ledger, lid, chatID string) {
	t.Helper()
	if err := l.Consent().Learn(t.Context(), map[string]string{lid: chatID}); err != nil {
		t.Fatal(err)
	}
}

// Another job's cards: what is decided is kept with the rows, and holds at the last look.
func TestAlready(t *testing.T) {
	l := newLedger(t)
	a, b := to("1@c.us"), to("2@c.us")
	plan(t, l, Plan{Job: "march", Exclude: []Exclusion{{"3@c.us", "/no.csv"}}}, a)
	intend(t, l, "march")
	var already *AlreadySentError
	_, err := l.Plan(t.Context(), Plan{Job: "april"}, file(a, b))
	want := &AlreadySentError{Job: "march", Jobs: 1, Already: 1, Total: 2, Rows: []int{2}}
	if !errors.As(err, &already) || *already.clone() != *want.clone() {
		t.Errorf("got %+v, want %+v", already, want)
	}
	if got := plan(t, l, Plan{Job: "april", Already: SkipAlready}, a, b, to("3@c.us")); !cmp.Equal(got, []string{"already-sent", "pending", "excluded"}) {
		t.Errorf("to be left out, the rows are %s; whom march leaves out is left out here, too", got)
	}
	if got := plan(t, l, Plan{Job: "april"}, a, b); !cmp.Equal(got, []string{"already-sent", "pending"}) {
		t.Errorf("decided before, the rows are %s", got)
	}
	if got := plan(t, l, Plan{Job: "april", Already: SendAlready}, a, b); !cmp.Equal(got, []string{"pending", "pending"}) {
		t.Errorf("to be sent again, the rows are %s", got)
	}
	if got := intend(t, l, "april"); !cmp.Equal(got, []string{"", ""}) {
		t.Errorf("at the last look they are %s", got)
	}
}

// A person gets a card once, whichever of their numbers a row has: in one list, in a later one of
// the same job, in another job. A number that proved to have no account is not theirs.
func TestOnePersonGetsACardOnce(t *testing.T) {
	const with, without = "5511996883193@c.us", "551196883193@c.us"
	l := newLedger(t)
	if got := plan(t, l, Plan{}, to(with), to(without), to("1@c.us")); !cmp.Equal(got, []string{"pending", "duplicate", "pending"}) {
		t.Errorf("in one list: %s", got)
	}
	intend(t, l, "list")
	if got := plan(t, l, Plan{}, to(without), to(with)); !cmp.Equal(got, []string{"duplicate", "accepted"}) {
		t.Errorf("in another order: %s", got)
	}
	if got := plan(t, l, Plan{}, to(without)); !cmp.Equal(got, []string{"duplicate"}) {
		t.Errorf("corrected: %s", got)
	}
	var already *AlreadySentError
	if _, err := l.Plan(t.Context(), Plan{Job: "other"}, file(to(without))); !errors.As(err, &already) || already.Already != 1 {
		t.Errorf("in another job: %v", err)
	}
	if got := plan(t, l, Plan{Job: "other", Already: SkipAlready}, to(without)); !cmp.Equal(got, []string{"already-sent"}) {
		t.Errorf("left out, the row is %s", got)
	}
	if got := plan(t, l, Plan{Job: "other", Already: SendAlready}, to(without)); !cmp.Equal(got, []string{"pending"}) {
		t.Errorf("to be sent again, the row is %s", got)
	}
	if got := intend(t, l, "other"); !cmp.Equal(got, []string{""}) {
		t.Errorf("at the last look: %s", got)
	}
}

// A hidden number whose person is known is that person, and so are all spellings of them: in one list, in
// another job, for a cool-down, and where a corrected row would send a second card.
func TestOnePersonByAnyName(t *testing.T) {
	const mexican, alike = "5215512345678@c.us", "525512345678@c.us"
	boris := func(chat string) Row {
		row := to(chat)
		row.Message.Contact.FirstName = "Boris"
		return row
	}
	for _, pair := range [][2]string{{"1@c.us", "77@lid"}, {"77@lid", "1@c.us"}, {"77@lid", "78@lid"}, {mexican, alike}, {alike, "79@lid"}, {mexican, "79@lid"}, {"79@lid", mexican}} {
		t.Run(pair[0]+" "+pair[1], func(t *testing.T) {
			l := newLedger(t)
			learn(t, l, "77@lid", "1@c.us")
			learn(t, l, "78@lid", "1@c.us")
			learn(t, l, "79@lid", mexican)
			if got := plan(t, l, Plan{}, to(pair[0]), to(pair[1]), to("2@c.us")); !cmp.Equal(got, []string{"pending", "duplicate", "pending"}) {
				t.Errorf("in one list: %s", got)
			}
			intend(t, l, "list")
			var already *AlreadySentError
			if _, err := l.Plan(t.Context(), Plan{Job: "other"}, file(to(pair[1]))); !errors.As(err, &already) || already.Already != 1 {
				t.Errorf("in another job: %v", err)
			}
			if got := plan(t, l, Plan{Job: "cooling", Cooldown: time.Hour}, boris(pair[1]), boris("3@c.us")); !cmp.Equal(got, []string{"cooldown", "pending"}) {
				t.Errorf("cooling down: %s", got)
			}
			if got := plan(t, l, Plan{}, boris(pair[1]), to("2@c.us")); !cmp.Equal(got, []string{"changed", "accepted"}) {
				t.Errorf("corrected: %s", got)
			}
			if got := plan(t, l, Plan{SendChanged: true}, boris(pair[1]), to("2@c.us")); !cmp.Equal(got, []string{"pending", "accepted"}) {
				t.Errorf("to be sent all the same: %s", got)
			}
		})
	}
}

// A number that proved to have no account is nobody's: the other way of writing it gets the card.
func TestANumberWithoutAccountIsNobodys(t *testing.T) {
	const mexican, alike = "5215512345678@c.us", "525512345678@c.us"
	l := newLedger(t)
	plan(t, l, Plan{}, to(mexican))
	intend(t, l, "list")
	job, _ := l.Job(t.Context(), "list")
	if err := setDeliveries(l, job, map[string]string{"ID" + mexican: "noAccount"}); err != nil {
		t.Fatal(err)
	}
	if got := plan(t, l, Plan{Job: "other", Cooldown: time.Hour}, to(alike)); got[0] != "pending" {
		t.Errorf("cooling down: %s", got)
	}
	if got := plan(t, l, Plan{}, to(alike)); got[0] != "pending" {
		t.Errorf("corrected: %s", got)
	}
	checkTally(t, l, job)
}

// Whom a job leaves out, a job with the same cards leaves out, too: whatever was sent of them, and
// whatever is said about what was. What is lifted stays lifted.
func TestExclusionsGoOnUnderAnotherName(t *testing.T) {
	for name, tt := range map[string]struct {
		sent    bool
		already Already
	}{"nothing sent": {}, "to be sent again": {true, SendAlready}, "to be left out": {true, SkipAlready}} {
		t.Run(name, func(t *testing.T) {
			l := newLedger(t)
			rows := []Row{to("1@c.us"), to("2@c.us"), to("3@c.us")}
			plan(t, l, Plan{Job: "big", Exclude: []Exclusion{{"2@c.us", "/no.csv"}, {"9@c.us", "/no.csv"}}}, rows...)
			if tt.sent {
				intend(t, l, "big")
			}
			p := Plan{Job: "renamed", Already: tt.already}
			if got := plan(t, l, p, rows...); got[1] != "excluded" {
				t.Errorf("row 3 is %s", got[1])
			}
			if got := plan(t, l, p, append(rows, to("9@c.us"))...); got[1] != "excluded" || got[3] != "excluded" {
				t.Errorf("with a row more, they are %s", got)
			}
			other := to("2@c.us")
			other.Message.Contact.FirstName = "Boris"
			if got := plan(t, l, Plan{Job: "another card"}, other); got[0] != "pending" {
				t.Errorf("another card is %s", got[0])
			}
			job, _ := l.Job(t.Context(), "renamed")
			if n, err := l.Lift(t.Context(), job.ID, []string{"2@c.us"}); n != 1 || err != nil {
				t.Fatal(n, err)
			}
			if got := plan(t, l, p, rows...); got[1] != "pending" {
				t.Errorf("lifted, row 3 is %s", got[1])
			}
		})
	}
}

// clone makes errors comparable.
func (e *AlreadySentError) clone() *struct {
	job                  string
	jobs, already, total int
	row                  int
} {
	return &struct {
		job                  string
		jobs, already, total int
		row                  int
	}{e.Job, e.Jobs, e.Already, e.Total, e.Rows[0]}
}

// A file that did not change is compared with the lists all the same, both ways.
func TestRefresh(t *testing.T) {
	l := newLedger(t)
	a, b := to("1@c.us"), to("2@c.us")
	plan(t, l, Plan{}, a, b, a)
	refresh := func(want ...string) {
		t.Helper()
		job, err := l.Refresh(t.Context(), Plan{Job: "list"})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, told(t, l, job)); d != "" {
			t.Errorf("(-want +got)\n%s", d)
		}
		checkTally(t, l, job)
	}
	refresh("pending", "pending", "duplicate")
	optOut(t, l, "1@c.us", "2@c.us")
	refresh("opted-out", "opted-out", "duplicate")
	if n, err := l.Consent().Remove(t.Context(), []string{"1@c.us", "9@c.us"}); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	refresh("pending", "opted-out", "duplicate")
	plan(t, l, Plan{Job: "other", Already: SendAlready}, a)
	intend(t, l, "other")
	var already *AlreadySentError
	if _, err := l.Refresh(t.Context(), Plan{Job: "list"}); !errors.As(err, &already) {
		t.Errorf("another job sent row 2: got %v", err)
	}
	if got := intend(t, l, "list"); !cmp.Equal(got, []string{"already-sent"}) {
		t.Errorf("at the last look: %s", got)
	}
	refresh("already-sent", "opted-out", "duplicate")
}

// A ledger that was there cannot be lost, or emptied, unnoticed: who said no would be written to.
func TestALostLedgerIsNoticed(t *testing.T) {
	for name, lose := range map[string]func(path string) error{
		"deleted":           os.Remove,
		"emptied by a disk": func(path string) error { return os.Truncate(path, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			l := newLedger(t)
			optOut(t, l, "1@c.us")
			if err := errors.Join(l.Close(), lose(l.Path())); err != nil {
				t.Fatal(err)
			}
			for _, open := range []func(context.Context, string) (*Ledger, error){Open, OpenReadOnly, Draft} {
				var format *FormatError
				if _, err := open(t.Context(), l.Path()); !errors.As(err, &format) || !strings.Contains(err.Error(), l.Path()) {
					t.Errorf("got %v, want a FormatError about %s", err, l.Path())
				}
			}
			if err := os.RemoveAll(filepath.Join(filepath.Dir(l.Path()), "runs")); err != nil {
				t.Fatal(err)
			}
			again, err := Open(t.Context(), l.Path())
			if err != nil {
				t.Fatalf("to begin anew: %v", err)
			}
			again.Close()
		})
	}
}

func TestWordKey(t *testing.T) {
	for _, same := range [][]string{
		{"STOP", "stop", " Stop! ", "s.t.o.p.", "STOP 🙏", "*stop*", "ＳＴＯＰ"},
		{"Стоп", "СТОП.", "«стоп»"},
		{"не пишите", "Не   пишите!"},
		{"don't", "Don’t", "DONT"},
		{"opt-out", "Opt out", "OPT_OUT", "opt – out"},
		{"σταματησ", "ΣΤΑΜΑΤΗΣ", "σταματης"},
		{"Schluß", "SCHLUSS", "schluss"},
		{"iptal", "İPTAL", "IPTAL", "ıptal"},
		{"1", "1️⃣", "1."},
		{"stop", "stop\u3164", "\u200bstop\ufe0f"},
		{"قف", "قِفْ", "قـف", "قف!"},
		{"רדו", "רְדוּ"},
		{"", "!!!", "🙏", " "},
	} {
		for _, text := range same {
			if WordKey(text) != WordKey(same[0]) {
				t.Errorf("%q and %q are two words", text, same[0])
			}
		}
	}
	for _, other := range []string{"stop it", "nonstop", "don't stop", "sto p", "stöp"} {
		if WordKey(other) == WordKey("stop") {
			t.Errorf("%q is taken for stop", other)
		}
	}
	if WordKey("मत") == WordKey("माता") {
		t.Error("vowel signs that are written make another word")
	}
}

// Whether a stop word is older than what a person decided about it is told by what was read of the account, in the
// server's clock alone: this machine's may be wrong by any amount, and a word that was not read yet counts.
func TestOldWordsPutNobodyBack(t *testing.T) {
	server := time.Now().Add(-6 * time.Hour) // this machine is that far ahead
	stop := func(id string, at time.Time) []StopMessage {
		return []StopMessage{{Sender: "1@c.us", Text: "stop", Word: "STOP", IDMessage: id, At: at}}
	}
	l := newLedger(t)
	heard := func(account string, until time.Time, stops []StopMessage) int {
		t.Helper()
		n, err := l.Consent().Heard(t.Context(), account, Incoming{Until: until}, stops)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	lift := func() {
		t.Helper()
		if n, err := l.Consent().Remove(t.Context(), []string{"1@c.us"}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	if n := heard("a", server, stop("one", server.Add(-time.Minute))); n != 1 {
		t.Errorf("a first word opts out %d", n)
	}
	lift()
	if n := heard("a", server.Add(time.Minute), stop("one", server.Add(-time.Minute))); n != 0 {
		t.Errorf("the same word opts out %d", n)
	}
	if n := heard("a", server.Add(time.Minute), stop("older", server.Add(-2*time.Minute))); n != 0 {
		t.Errorf("one that was read before opts out %d", n)
	}
	if n := heard("a", server.Add(10*time.Minute), stop("two", server.Add(5*time.Minute))); n != 1 {
		t.Errorf("one that was sent since opts out %d", n)
	}
	lift()
	if n := heard("b", server.Add(20*time.Minute), stop("three", server.Add(-time.Hour))); n != 1 {
		t.Errorf("one that no reading of its account showed yet opts out %d", n)
	}
}
