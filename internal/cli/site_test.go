//go:build unix

package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"contactcast/sender/ledger"
	"contactcast/sender/sandbox"
)

// site is a folder with a list, the account to send it from, and that account's own record as the judge.
type site struct {
	t *testing.T
	*sandbox.Sandbox
	accounts *sandbox.Accounts // all, if there are several; Sandbox is the first
	url, dir string
	database string                  // the ledger's address; "" if it is a file
	victim   atomic.Pointer[process] // the program, as started last
	hook     atomic.Pointer[hook]
}

// hook is called with every sendContact request in place of the account; with answer, it is the account's turn.
type hook func(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc)

// newSite makes a list of so many rows and serves the account.
func newSite(t *testing.T, o sandbox.Options, rows int) *site {
	t.Helper()
	o.IDInstance, o.Token, o.Limits = testID, testToken, -1
	o.Quirks.JournalWhole, o.Quirks.LiveCount = true, true
	s := &site{t: t, dir: t.TempDir()}
	var err error
	if s.Sandbox, err = sandbox.Open(o); err != nil {
		t.Fatal(err)
	}
	s.open(s.Sandbox.Close)
	s.write("list.csv", list(rows))
	return s
}

// open serves what the site has; done closes it.
func (s *site) open(done func() error) {
	server := httptest.NewServer(http.HandlerFunc(s.serve))
	s.url = server.URL
	s.t.Cleanup(func() {
		if p := s.victim.Load(); p != nil {
			p.kill()
		}
		if err := done(); err != nil { // before the server, which waits for answers
			s.t.Error(err)
		}
		server.Close()
		for _, account := range s.all() {
			if calls := account.Forbidden(); len(calls) > 0 {
				s.t.Errorf("calls that belong to the account's owner: %v", calls)
			}
		}
	})
}

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	if h := s.hook.Load(); h != nil && *h != nil && strings.Contains(r.URL.Path, "/sendContact/") {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // cut off: the account never had it
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		(*h)(w, r, s.answer)
		return
	}
	s.answer(w, r)
}

// answer is the account's, whichever of several is asked.
func (s *site) answer(w http.ResponseWriter, r *http.Request) {
	if s.accounts != nil {
		s.accounts.ServeHTTP(w, r)
		return
	}
	s.Sandbox.ServeHTTP(w, r)
}

// all are the accounts.
func (s *site) all() []*sandbox.Sandbox {
	if s.accounts != nil {
		return s.accounts.All()
	}
	return []*sandbox.Sandbox{s.Sandbox}
}

// on sets what becomes of sendContact requests; nil leaves them to the account.
func (s *site) on(h hook) { s.hook.Store(&h) }

func (s *site) write(name, content string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// list is the hardest one to tell apart: everybody gets the card of one and the same business, and some get two that
// differ by a name.
func list(rows int) string {
	var b strings.Builder
	b.WriteString("chatId,phoneContact,firstName,company\n")
	for i := range rows {
		chat, name := i, "Anna"
		if i%16 == 15 {
			chat, name = i-1, "Maria"
		}
		fmt.Fprintf(&b, "7900%07d@c.us,79010000000,%s,Romashka\n", chat, name)
	}
	return b.String()
}

// send is the command line that sends the list as that job.
func send(job string, more ...string) []string {
	return append([]string{"send", "list.csv", "--job", job, "--report", job + ".jsonl", "--yes"}, more...)
}

// line is what the judge needs of a report's line.
type line struct {
	Row               int
	Status, Error     string
	IDMessage, ChatID string
	Contact           sandbox.Contact
}

func (s *site) report(job string) (lines []line) {
	s.t.Helper()
	f, err := os.Open(filepath.Join(s.dir, job+".jsonl"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	for d := json.NewDecoder(f); ; {
		var l line
		if err := d.Decode(&l); err == io.EOF {
			return lines
		} else if err != nil {
			s.t.Fatal(err)
		}
		lines = append(lines, l)
	}
}

// judge compares the jobs' reports with what the account accepted, and lists what is wrong: nobody twice, nobody
// dropped, every id the right one.
func (s *site) judge(rows int, jobs ...string) (wrong []string) {
	s.t.Helper()
	said := map[string][]string{} // the ids that the reports give a card
	for _, job := range jobs {
		lines := s.report(job)
		if len(lines) != rows {
			wrong = append(wrong, fmt.Sprintf("job %s: the report has %d rows, want %d", job, len(lines), rows))
		}
		for _, l := range lines {
			if l.Status != string(ledger.Accepted) {
				wrong = append(wrong, fmt.Sprintf("job %s: row %d is %s: %s", job, l.Row, l.Status, l.Error))
				continue
			}
			key := fmt.Sprint(l.ChatID, l.Contact)
			said[key] = append(said[key], l.IDMessage)
		}
	}
	for key, ids := range s.accepted() {
		slices.Sort(ids)
		slices.Sort(said[key])
		if len(ids) > len(jobs) {
			wrong = append(wrong, fmt.Sprintf("%s was sent %d times", key, len(ids)))
		} else if !slices.Equal(ids, said[key]) {
			wrong = append(wrong, fmt.Sprintf("%s was accepted as %v, the reports say %v", key, ids, said[key]))
		}
		delete(said, key)
	}
	for key, ids := range said {
		wrong = append(wrong, fmt.Sprintf("%s was never sent, the reports say %v", key, ids))
	}
	return wrong
}

// accepted are the ids under which each card was accepted, by whichever account.
func (s *site) accepted() map[string][]string {
	ids := map[string][]string{}
	for _, account := range s.all() {
		for _, a := range account.Record() {
			key := fmt.Sprint(a.ChatID, a.Contact)
			ids[key] = append(ids[key], a.IDMessage)
		}
	}
	return ids
}

// cardIn is the card of a sendContact request, to its chat.
func cardIn(t *testing.T, r *http.Request) string {
	var m struct {
		ChatID  string
		Contact sandbox.Contact
	}
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(body, &m)
	}
	if err != nil {
		t.Error(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return fmt.Sprint(m.ChatID, m.Contact)
}

// inDoubt are the job's cards in doubt, as a reader of the ledger sees them now.
func (s *site) inDoubt(job string) (cards []string) {
	s.t.Helper()
	s.read(job, func(l *ledger.Ledger, j ledger.Job) {
		for line, err := range l.Lines(s.t.Context(), j, ledger.Unknown) {
			if err != nil {
				s.t.Fatal(err)
			}
			c := line.Message.Contact
			cards = append(cards, fmt.Sprint(line.Message.ChatID, sandbox.Contact(c)))
		}
	})
	return cards
}

// counts are the job's rows by status, as a reader of the ledger sees them now.
func (s *site) counts(job string) (c ledger.Counts) {
	s.t.Helper()
	s.read(job, func(l *ledger.Ledger, j ledger.Job) {
		var err error
		if c, err = l.Counts(s.t.Context(), j.ID); err != nil {
			s.t.Fatal(err)
		}
	})
	return c
}

func (s *site) read(job string, do func(*ledger.Ledger, ledger.Job)) {
	s.t.Helper()
	l, err := ledger.OpenReadOnly(s.t.Context(), s.ledger())
	if err != nil {
		s.t.Fatal(err)
	}
	defer l.Close()
	j, err := l.Job(s.t.Context(), job)
	if err != nil {
		s.t.Fatal(err)
	}
	do(l, j)
}

func (s *site) ledger() string {
	s.t.Helper()
	if s.database != "" {
		return s.database
	}
	found, err := filepath.Glob(filepath.Join(s.dir, "state", ledger.Name))
	if err != nil || len(found) != 1 {
		s.t.Fatalf("ledgers: %v, %v; want one", found, err)
	}
	return found[0]
}

// told is what the account was asked, for the log.
func (s *site) told() string {
	var calls []string
	for _, method := range []string{"sendContact", "showMessagesQueue", "getMessagesCount", "lastOutgoingMessages", "getChatHistory", "getMessage"} {
		n := 0
		for _, account := range s.all() {
			n += account.Calls(method)
		}
		calls = append(calls, fmt.Sprintf("%s %d", method, n))
	}
	return strings.Join(calls, ", ")
}
