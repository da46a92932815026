package ledger

import (
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contactcast/internal/card"
	"contactcast/internal/words"
)

// cardTo is a sendable row: a name to a chat, told by single letters.
func cardTo(chat, name string) Row {
	return Row{Source: []string{chat, name}, Message: card.Card{
		ChatID: chat + "@c.us", Contact: card.Contact{PhoneContact: 79000000001, FirstName: name}}}
}

func bad() Row {
	return Row{Source: []string{"", "x"}, Problem: &Problem{Field: "chatId", Reason: words.New("missing/chat"), Column: "A"}}
}

// file numbers rows from 2, below a header.
func file(rows ...Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for i, r := range rows {
			r.Number = i + 2
			if !yield(r, nil) {
				return
			}
		}
	}
}

// plan plans rows into job "list" and tells what each row became.
func plan(t testing.TB, l *Ledger, p Plan, rows ...Row) []string {
	t.Helper()
	if p.Job == "" {
		p.Job = "list"
	}
	job, err := l.Plan(t.Context(), p, file(rows...))
	if err != nil {
		t.Fatal(err)
	}
	return told(t, l, job)
}

func told(t testing.TB, l *Ledger, job Job) []string {
	t.Helper()
	var got []string
	for line, err := range l.Lines(t.Context(), job) {
		if err != nil {
			t.Fatal(err)
		}
		s := string(line.Status)
		if line.Status == Skipped {
			s = line.ErrorCode
		}
		got = append(got, s)
	}
	return got
}

// send begins and ends one attempt for each of the first n pending rows.
func send(t testing.TB, l *Ledger, jobName string, n int, o Outcome) {
	t.Helper()
	job, err := l.Job(t.Context(), jobName)
	if err != nil {
		t.Fatal(err)
	}
	pending, err := l.Pending(t.Context(), job.ID, 0, n)
	if err != nil || len(pending) < n {
		t.Fatal(pending, err)
	}
	for _, m := range pending {
		a, err := begin(l, m)
		if err == nil {
			if o.Status == Accepted {
				o.IDMessage = fmt.Sprintf("ID%d", m.ID)
			}
			err = end(l, a, o)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func example(row Row) Row {
	row.Example = true
	return row
}

var accepted = Outcome{Status: Accepted}

// Each case sends the first rows of a list, changes the file, and plans it again.
func TestPlanAgain(t *testing.T) {
	a, b, c := cardTo("a", "x"), cardTo("b", "x"), cardTo("c", "x")
	tests := []struct {
		name   string
		before []Row
		sent   int
		plan   Plan
		after  []Row
		want   []string
	}{
		{"unchanged", []Row{a, b}, 1, Plan{}, []Row{a, b}, []string{"accepted", "pending"}},
		{"sorted otherwise", []Row{a, b, c}, 1, Plan{}, []Row{c, b, a}, []string{"pending", "pending", "accepted"}},
		{"appended", []Row{a}, 1, Plan{}, []Row{a, b}, []string{"accepted", "pending"}},
		{"a row taken out", []Row{a, b}, 1, Plan{}, []Row{b}, []string{"pending"}},
		{"a row put back", []Row{b}, 1, Plan{}, []Row{a, b}, []string{"pending", "accepted"}},
		{"a bad row corrected", []Row{bad(), b}, 1, Plan{}, []Row{a, b}, []string{"pending", "accepted"}},
		{"a sent row corrected", []Row{a, b}, 2, Plan{}, []Row{cardTo("a", "y"), b}, []string{"changed", "accepted"}},
		{"a sent row corrected, and wanted", []Row{a}, 1, Plan{SendChanged: true}, []Row{cardTo("a", "y")}, []string{"pending"}},
		{"an unsent row corrected", []Row{a}, 0, Plan{}, []Row{cardTo("a", "y")}, []string{"pending"}},
		{"a second card beside the first", []Row{a}, 1, Plan{}, []Row{a, cardTo("a", "y")}, []string{"accepted", "pending"}},
		{"the same twice", []Row{a}, 1, Plan{}, []Row{a, a, b, b}, []string{"accepted", "duplicate", "pending", "duplicate"}},
		{"excluded before it was sent", []Row{a, b}, 1, Plan{Exclude: []Exclusion{{"b@c.us", "/optout.csv"}}},
			[]Row{a, b}, []string{"accepted", "excluded"}},
		{"excluded after it was sent", []Row{a, b}, 1, Plan{Exclude: []Exclusion{{"a@c.us", "/optout.csv"}}},
			[]Row{a, b}, []string{"accepted", "pending"}},
		{"the template's example", []Row{a}, 1, Plan{}, []Row{a, example(b), example(c), example(c)},
			[]string{"accepted", "example", "example", "example"}},
		{"an example that became a row", []Row{example(a), b}, 1, Plan{}, []Row{a, b}, []string{"pending", "accepted"}},
		{"excluded no more", []Row{a}, 0, Plan{}, []Row{a}, []string{"pending"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLedger(t)
			plan(t, l, Plan{}, tt.before...)
			send(t, l, "list", tt.sent, accepted)
			if d := cmp.Diff(tt.want, plan(t, l, tt.plan, tt.after...)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			job, err := l.Job(t.Context(), "list")
			if err != nil {
				t.Fatal(err)
			}
			checkTally(t, l, job)
		})
	}
}

func TestDuplicateNamesTheFirstRow(t *testing.T) {
	l := newLedger(t)
	plan(t, l, Plan{}, cardTo("b", "x"), cardTo("a", "x"), bad(), cardTo("a", "x"))
	job, err := l.Job(t.Context(), "list")
	if err != nil {
		t.Fatal(err)
	}
	for line, err := range l.Lines(t.Context(), job, Skipped) {
		if err != nil {
			t.Fatal(err)
		}
		if line.Row != 5 || words.English().Sentence(line.Reason) != "The same card to the same chat as row 3." || line.Message == nil || line.Message.ChatID != "a@c.us" {
			t.Errorf("got %+v", line)
		}
	}
}

func TestADamagedFileChangesNothing(t *testing.T) {
	l := newLedger(t)
	plan(t, l, Plan{}, cardTo("a", "x"), cardTo("b", "x"))
	send(t, l, "list", 1, accepted)
	broken := errors.New("cut off")
	_, err := l.Plan(t.Context(), Plan{Job: "list"}, func(yield func(Row, error) bool) {
		for row, err := range file(cardTo("c", "x")) {
			yield(row, err)
		}
		yield(Row{}, broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the file's error", err)
	}
	job, err := l.Job(t.Context(), "list")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"accepted", "pending"}, told(t, l, job)); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	checkTally(t, l, job)
}

func TestTheSameCardsInAnotherJob(t *testing.T) {
	l := newLedger(t)
	a, b := cardTo("a", "x"), cardTo("b", "x")
	plan(t, l, Plan{Job: "march"}, a, b)
	send(t, l, "march", 1, accepted)
	var already *AlreadySentError
	_, err := l.Plan(t.Context(), Plan{Job: "march (1)"}, file(a, b))
	if !errors.As(err, &already) || already.Job != "march" || already.Already != 1 {
		t.Errorf("got %v, want an AlreadySentError about 1 row of march", err)
	}
	if _, err := l.Job(t.Context(), "march (1)"); !errors.Is(err, ErrNoJob) {
		t.Errorf("the refused job is there: %v", err)
	}
	if d := cmp.Diff([]string{"pending", "pending"}, plan(t, l, Plan{Job: "again", Already: SendAlready}, a, b)); d != "" {
		t.Errorf("named on purpose (-want +got)\n%s", d)
	}
	if d := cmp.Diff([]string{"pending"}, plan(t, l, Plan{Job: "others"}, cardTo("c", "x"))); d != "" {
		t.Errorf("other cards (-want +got)\n%s", d)
	}
}

func TestCooldown(t *testing.T) {
	l := newLedger(t)
	plan(t, l, Plan{Job: "march"}, cardTo("a", "x"), cardTo("b", "x"))
	send(t, l, "march", 1, accepted)
	rows := []Row{cardTo("a", "y"), cardTo("b", "y")}
	if d := cmp.Diff([]string{"cooldown", "pending"}, plan(t, l, Plan{Job: "april", Cooldown: time.Hour}, rows...)); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	time.Sleep(2 * time.Millisecond)
	if d := cmp.Diff([]string{"pending", "pending"}, plan(t, l, Plan{Job: "april", Cooldown: time.Millisecond}, rows...)); d != "" {
		t.Errorf("after the cool-down (-want +got)\n%s", d)
	}
}

func TestDraftPlansAsTheLedgerWould(t *testing.T) {
	l := newLedger(t)
	plan(t, l, Plan{Job: "other"}, cardTo("z", "x"))
	plan(t, l, Plan{}, cardTo("a", "x"), cardTo("b", "x"), cardTo("c", "x"))
	send(t, l, "list", 2, accepted)
	send(t, l, "other", 1, accepted)
	draft := func(job string) *Ledger {
		d, err := Draft(t.Context(), l.Path())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		return d
	}
	got := plan(t, draft("list"), Plan{}, cardTo("c", "x"), cardTo("a", "x"), cardTo("b", "y"))
	if d := cmp.Diff([]string{"pending", "accepted", "changed"}, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	var already *AlreadySentError
	if _, err := draft("new").Plan(t.Context(), Plan{Job: "new"}, file(cardTo("z", "x"))); !errors.As(err, &already) || already.Job != "other" {
		t.Errorf("got %v, want an AlreadySentError about job other", err)
	}
	if d := cmp.Diff([]string{"accepted", "accepted", "pending"}, plan(t, l, Plan{}, cardTo("a", "x"), cardTo("b", "x"), cardTo("c", "x"))); d != "" {
		t.Errorf("the account's own ledger was changed (-want +got)\n%s", d)
	}
	none, err := Draft(t.Context(), l.Path()+"-none")
	if err != nil {
		t.Fatal(err)
	}
	defer none.Close()
	if d := cmp.Diff([]string{"pending"}, plan(t, none, Plan{}, cardTo("a", "x"))); d != "" {
		t.Errorf("without a ledger (-want +got)\n%s", d)
	}
}

// Laws that hold whatever is planned and sent in whatever order: the tally counts the
// rows; what was accepted stays so; each content of the file has one row that is not a
// duplicate.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := newLedger(t)
		everAccepted := map[string]bool{}
		for range rapid.IntRange(1, 5).Draw(rt, "plans") {
			var rows []Row
			for range rapid.IntRange(0, 8).Draw(rt, "rows") {
				if rapid.IntRange(0, 5).Draw(rt, "bad") == 0 {
					rows = append(rows, bad())
					continue
				}
				rows = append(rows, cardTo(rapid.StringMatching(`[a-d]`).Draw(rt, "chat"), rapid.StringMatching(`[xy]`).Draw(rt, "name")))
			}
			plan(t, l, Plan{SendChanged: rapid.Bool().Draw(rt, "changed")}, rows...)
			job, err := l.Job(t.Context(), "list")
			if err != nil {
				rt.Fatal(err)
			}
			pending, err := l.Pending(t.Context(), job.ID, 0, 100)
			if err != nil {
				rt.Fatal(err)
			}
			n := rapid.IntRange(0, len(pending)).Draw(rt, "sent")
			for _, m := range pending[:n] {
				content := fmt.Sprint(m.Card)
				if everAccepted[content] {
					rt.Fatalf("%s is to be sent again", content)
				}
				everAccepted[content] = true
			}
			send(t, l, "list", n, accepted)
			delivered := map[string]string{}
			for _, m := range pending[:n] {
				if rapid.Bool().Draw(rt, "tracked") {
					delivered[fmt.Sprintf("ID%d", m.ID)] = rapid.SampledFrom(DeliveryStatuses()).Draw(rt, "delivery")
				}
			}
			if err := setDeliveries(l, job, delivered); err != nil {
				rt.Fatal(err)
			}
			checkTally(t, l, job)
			seen := map[string]int{}
			for line, err := range l.Lines(t.Context(), job) {
				if err != nil {
					rt.Fatal(err)
				}
				if line.Message != nil && line.ErrorCode != "duplicate" {
					seen[fmt.Sprint(*line.Message)]++
				}
			}
			for content, n := range seen {
				if n != 1 {
					rt.Errorf("%s has %d rows of its own", content, n)
				}
			}
		}
	})
}

// A job that was planned and never sent is no sign that its cards may go out now: another
// job may have sent them since.
func TestAJobNeverSentGuardsNothing(t *testing.T) {
	l := newLedger(t)
	a, b := cardTo("a", "x"), cardTo("b", "x")
	plan(t, l, Plan{Job: "list"}, a, b)
	plan(t, l, Plan{Job: "copy"}, a, b)
	send(t, l, "copy", 2, accepted)
	var already *AlreadySentError
	if _, err := l.Plan(t.Context(), Plan{Job: "list"}, file(a, b)); !errors.As(err, &already) || already.Job != "copy" {
		t.Errorf("got %v, want an AlreadySentError about job copy", err)
	}
	if _, err := l.Plan(t.Context(), Plan{Job: "copy"}, file(a, b)); err != nil {
		t.Errorf("the job that sent them cannot be resumed: %v", err)
	}
	plan(t, l, Plan{Job: "test", Test: true}, cardTo("c", "x"))
	send(t, l, "test", 1, accepted)
	if got := plan(t, l, Plan{Job: "more", Cooldown: time.Hour}, cardTo("c", "x")); got[0] != "pending" {
		t.Errorf("after a test of the card the row is %s", got[0])
	}
}
