package sender_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"contactcast/internal/card"
	"contactcast/sender"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
	"contactcast/sender/sandbox"
)

// history is a life of lists, opt-outs, jobs, kills and resends, by chance, and what was said when.
type history struct {
	t       *testing.T
	r       *rand.Rand
	dir     string
	sandbox *sandbox.Sandbox
	client  *greenapi.Client
	ledger  *ledger.Run
	told    []string
	out     spans                   // of persons opted out
	left    map[string]spans        // by job, of persons left out
	stopped map[string]bool         // stop words on their way
	rows    map[string][]ledger.Row // by job, as it was planned last
	again   map[string]time.Time    // by job, since when it may send what another job sent
	resent  map[string]bool         // jobs of which somebody had rows sent again
}

// spans are the times in which persons were on a list.
type spans map[string][]span

type span struct{ from, to time.Time } // to is zero while it goes on

func (s spans) begin(person string) {
	if all := s[person]; len(all) == 0 || !all[len(all)-1].to.IsZero() {
		s[person] = append(all, span{from: time.Now()})
	}
}

func (s spans) end(person string) {
	if all := s[person]; len(all) > 0 && all[len(all)-1].to.IsZero() {
		all[len(all)-1].to = time.Now()
	}
}

// holds reports whether the person was on the list surely before and surely after that moment.
func (s spans) holds(person string, at time.Time) bool {
	return slices.ContainsFunc(s[person], func(p span) bool { return p.from.Before(at) && (p.to.IsZero() || p.to.After(at)) })
}

// chats are few, so that everything meets; the last six are two persons in two spellings each, and under hidden numbers.
func chats() []string {
	return []string{"79000000001@c.us", "79000000002@c.us", "79000000003@c.us", "79000000004@c.us", "79000000005@c.us",
		"5215512345678@c.us", "525512345678@c.us", "5531996883193@c.us", "553196883193@c.us", "77000000000001@lid", "77000000000002@lid"}
}

// hidden are whose the hidden numbers are, which the ledger knows from the beginning.
func hidden() map[string]string {
	return map[string]string{"77000000000001@lid": "5215512345678@c.us", "77000000000002@lid": "79000000001@c.us"}
}

// person is who stands behind a chat.
func person(chat string) string {
	if known, ok := hidden()[chat]; ok {
		chat = known
	}
	return card.Person(chat)
}

// No message goes to a chat that was on a list when its intent was made, whatever happened before. The judge is the
// account's own record. CONTACTCAST_HISTORIES=1000 makes a night of it.
func TestNoMeansNo(t *testing.T) {
	n := 40
	if text := os.Getenv("CONTACTCAST_HISTORIES"); text != "" {
		n, _ = strconv.Atoi(text)
	}
	first := uint64(time.Now().UnixNano() & 0xffff)
	if text := os.Getenv("CONTACTCAST_SEED"); text != "" {
		first, _ = strconv.ParseUint(text, 10, 64)
	}
	kept, sent := 0, 0
	for seed := first; seed < first+uint64(n) && !t.Failed(); seed++ {
		synctest.Test(t, func(t *testing.T) {
			h := newHistory(t, seed)
			for range 12 + h.r.IntN(12) {
				h.step()
			}
			k, s := h.judge()
			kept, sent = kept+k, sent+s
			if t.Failed() {
				t.Logf("CONTACTCAST_SEED=%d", seed)
				for _, line := range h.told {
					t.Log(line)
				}
			}
			h.close()
		})
	}
	if t.Logf("%d cards sent, %d left out", sent, kept); kept == 0 || sent == 0 {
		t.Error("nothing was put to the test")
	}
}

func newHistory(t *testing.T, seed uint64) *history {
	h := &history{t: t, r: rand.New(rand.NewPCG(seed, 1)), dir: t.TempDir(), out: spans{}, left: map[string]spans{},
		rows: map[string][]ledger.Row{}, again: map[string]time.Time{}, resent: map[string]bool{}}
	faults, err := sandbox.ParseFaults("before:502=10%,after:drop=10%,before:429(1s)=5%,before:400(bad request data)=5%")
	if err == nil {
		h.sandbox, err = sandbox.Open(sandbox.Options{IDInstance: "1101000001", Token: "sandbox-token", Seed: seed + 1, Faults: faults})
	}
	if err == nil {
		h.client, err = greenapi.New(greenapi.Credentials{APIURL: "http://localhost", IDInstance: "1101000001", Token: "sandbox-token"},
			greenapi.Options{Transport: h.sandbox})
	}
	if err != nil {
		t.Fatal(err)
	}
	h.open()
	if _, err := h.ledger.Consent().AddWord(t.Context(), "STOP"); err != nil {
		t.Fatal(err)
	}
	if err := h.ledger.Consent().Learn(t.Context(), hidden()); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *history) open() {
	h.ledger = holdAccounts(h.t, filepath.Join(h.dir, "ledger.db"), "1101000001")
}

func (h *history) close() {
	if err := h.ledger.Close(); err != nil {
		h.t.Error(err)
	}
	if err := h.sandbox.Close(); err != nil {
		h.t.Error(err)
	}
}

func (h *history) tell(format string, args ...any) {
	h.told = append(h.told, time.Now().Format("15:04:05.000 ")+fmt.Sprintf(format, args...))
}

func (h *history) check(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Errorf("%v", err)
	}
}

func (h *history) chat() string { all := chats(); return all[h.r.IntN(len(all))] }
func (h *history) job() string  { return []string{"march", "april", "may"}[h.r.IntN(3)] }

// already is what is said of rows whose card another job sent.
func (h *history) already() ledger.Already {
	return []ledger.Already{ledger.AskAlready, ledger.SkipAlready, ledger.SendAlready}[h.r.IntN(3)]
}

// step does one thing that people, or machines, do.
func (h *history) step() {
	time.Sleep(time.Duration(1+h.r.IntN(90)) * time.Second)
	switch h.r.IntN(11) {
	case 0:
		h.optOut(h.chat())
	case 1:
		h.lift(h.chat())
	case 2:
		h.exclude(h.job(), h.chat())
	case 3:
		h.include(h.job(), h.chat())
	case 4:
		h.resend(h.job())
	case 5:
		h.killed(h.job())
	case 6:
		h.say(h.chat())
	case 7:
		h.rename(h.job())
	default:
		h.send(h.job(), h.list(), h.already())
	}
}

// rename goes on with a job's list under another name, which takes along whom the job leaves out.
func (h *history) rename(name string) {
	rows := h.rows[name]
	if rows == nil {
		return
	}
	other := fmt.Sprintf("%s %d", name, len(h.rows))
	h.tell("rename %s to %s", name, other)
	h.send(other, rows, h.already())
}

func (h *history) optOut(chat string) {
	h.tell("opt out %s", chat)
	_, err := h.ledger.Consent().Add(h.t.Context(), []ledger.OptOut{{ChatID: chat, AddedAt: time.Now()}})
	h.check(err)
	h.out.begin(person(chat))
}

func (h *history) lift(chat string) {
	h.tell("lift %s", chat)
	h.out.end(person(chat))
	removed, err := h.ledger.Consent().Remove(h.t.Context(), []string{chat})
	h.check(err)
	if removed > 0 { // a word that was sent before is no news
		delete(h.stopped, person(chat))
	}
}

// exclude is a list that names one more chat than before.
func (h *history) exclude(name, chat string) {
	job, err := h.ledger.Job(h.t.Context(), name)
	if err != nil {
		return
	}
	h.tell("exclude %s from %s", chat, name)
	h.check(h.ledger.Exclude(job.ID, []ledger.Exclusion{{ChatID: chat, List: "/no.csv"}}))
	h.leaves(name).begin(person(chat))
}

func (h *history) leaves(job string) spans {
	if h.left[job] == nil {
		h.left[job] = spans{}
	}
	return h.left[job]
}

func (h *history) include(name, chat string) {
	job, err := h.ledger.Job(h.t.Context(), name)
	if err != nil {
		return
	}
	h.tell("include %s in %s", chat, name)
	h.leaves(name).end(person(chat))
	_, err = h.ledger.Lift(h.t.Context(), job.ID, []string{chat})
	h.check(err)
}

// say is a stop word: it counts from the first run that begins when the journal shows it.
func (h *history) say(chat string) {
	h.tell("%s says stop", chat)
	_, err := h.sandbox.Receive(chat, "", "stop!")
	h.check(err)
	if h.stopped == nil {
		h.stopped = map[string]bool{}
	}
	h.stopped[person(chat)] = true
	time.Sleep(2 * time.Second)
}

func (h *history) resend(name string) {
	job, err := h.ledger.Job(h.t.Context(), name)
	if err != nil {
		return
	}
	h.tell("resend %s", name)
	h.resent[name] = true
	for _, kind := range ledger.Kinds() {
		var cases []ledger.Case
		for c, err := range h.ledger.Cases(h.t.Context(), job.ID, kind) {
			h.check(err)
			if c.Row > 0 {
				cases = append(cases, c)
			}
		}
		h.check(h.ledger.Resend(cases))
	}
}

// killed leaves intents without an outcome, and the ledger as it stood.
func (h *history) killed(name string) {
	job, err := h.ledger.Job(h.t.Context(), name)
	if err != nil {
		return
	}
	pending, err := h.ledger.Pending(h.t.Context(), job.ID, 0, 2)
	h.check(err)
	var intents []ledger.Intent
	for _, m := range pending {
		intents = append(intents, ledger.Intent{Message: m, Account: h.ledger.Accounts()[0]})
	}
	begun, err := h.ledger.Commit(nil, intents)
	h.check(err)
	h.tell("killed with %d intents of %s", len(begun), name)
	for _, b := range begun {
		if b.Left == "" && h.r.IntN(2) == 0 {
			_, _ = h.client.SendContact(h.t.Context(), b.Message.Card) // a fault is as good
		}
	}
	h.check(h.ledger.Close())
	h.open()
}

// send plans a list as a job, and sends it, for a while; meanwhile somebody opts out.
func (h *history) send(name string, rows []ledger.Row, already ledger.Already) {
	ctx, cancel := context.WithCancel(h.t.Context())
	defer cancel()
	p := ledger.Plan{Job: name, SendChanged: true, Already: already}
	h.tell("send %s, already %q", name, p.Already)
	if _, said := h.again[name]; already == ledger.SendAlready && !said {
		h.again[name] = time.Now()
	}
	job, err := h.ledger.Plan(ctx, p, each(rows))
	if err != nil {
		h.tell("%v", err)
		return
	}
	h.planned(name, rows)
	seen, err := sender.Preflight(ctx, h.client, func(ledger.Wait) {})
	if err != nil {
		h.tell("%v", err)
		return
	}
	listener := &sender.Listener{Ledger: h.ledger, Client: h.client, Account: h.ledger.Accounts()[0]}
	if _, err := listener.Begin(ctx, func(ledger.Wait) {}); err != nil {
		h.t.Error(err)
	}
	for person := range h.stopped {
		h.out.begin(person)
	}
	clear(h.stopped)
	chat, during, interrupt := h.chat(), h.r.IntN(3), h.r.IntN(3)
	wait := time.Duration(h.r.IntN(900)) * time.Millisecond
	done := make(chan struct{})
	go func() {
		defer close(done)
		time.Sleep(wait + 7*time.Millisecond)
		switch during {
		case 0:
			h.optOut(chat)
		case 1:
			h.exclude(name, chat)
		}
		time.Sleep(wait)
		if interrupt == 0 {
			cancel()
		}
	}()
	lane := &sender.Lane{Account: listener.Account, Client: h.client, Seen: seen, Listener: listener, Loopback: true}
	run := sender.Run{Ledger: h.ledger, Job: job, Lanes: []*sender.Lane{lane},
		InFlight: 1 + h.r.IntN(3), Rate: pace.Rate{Every: 50 * time.Millisecond}, SettleAfter: 10 * time.Second}
	err = run.Send(ctx)
	<-done
	h.tell("%s ended: %v", name, err)
}

// planned notes what a job was planned with. One that is new takes along whom others leave out that
// hold one of its cards.
func (h *history) planned(name string, rows []ledger.Row) {
	if h.rows[name] == nil {
		for other, theirs := range h.rows {
			if !slices.ContainsFunc(rows, func(r ledger.Row) bool {
				return slices.ContainsFunc(theirs, func(t ledger.Row) bool { return t.Message == r.Message })
			}) {
				continue
			}
			for person, all := range h.leaves(other) {
				if all[len(all)-1].to.IsZero() {
					h.leaves(name).begin(person)
				}
			}
		}
	}
	h.rows[name] = rows
}

func each(rows []ledger.Row) iter.Seq2[ledger.Row, error] {
	return func(yield func(ledger.Row, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// list is a list by chance.
func (h *history) list() (rows []ledger.Row) {
	all := chats()
	h.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	all = all[:2+h.r.IntN(len(all)-2)]
	name := []string{"Anna", "Boris"}[h.r.IntN(2)]
	for i, chat := range all {
		rows = append(rows, ledger.Row{Number: i + 2, Source: []string{}, Message: card.Card{ChatID: chat,
			Contact: card.Contact{PhoneContact: 79010000000, FirstName: name}}})
	}
	return rows
}

// judge asks of every card that the account got whether its chat was on a list, and whether its person had it.
func (h *history) judge() (kept, sent int) {
	jobs, err := h.ledger.Jobs(h.t.Context())
	h.check(err)
	of := map[string]string{}
	for _, job := range jobs {
		for line, err := range h.ledger.Lines(h.t.Context(), job) {
			h.check(err)
			if line.IDMessage != "" {
				of[line.IDMessage] = job.Name
			}
			if line.ErrorCode == "opted-out" || line.ErrorCode == "excluded" {
				kept++
			}
		}
	}
	had := map[string]string{} // by person and card, the job that sent it last
	for _, a := range h.sandbox.Record() {
		sent++
		person := person(a.ChatID)
		h.judgeTwice(had, person+" "+a.Contact.FirstName, of[a.IDMessage], a.RequestedAt)
		if h.out.holds(person, a.RequestedAt) {
			h.t.Errorf("%s was written to at %s, and had opted out", a.ChatID, a.RequestedAt.Format("15:04:05.000"))
		}
		if job := of[a.IDMessage]; job != "" && h.leaves(job).holds(person, a.RequestedAt) {
			h.t.Errorf("%s was written to at %s, and %s leaves it out", a.ChatID, a.RequestedAt.Format("15:04:05.000"), job)
		}
	}
	return kept, sent
}

// judgeTwice asks whether somebody had said that a person is to get a card that they had already.
func (h *history) judgeTwice(had map[string]string, what, job string, at time.Time) {
	if job == "" { // the row was given up, or is another card's by now
		return
	}
	before, twice := had[what]
	had[what] = job
	since, said := h.again[job]
	switch {
	case !twice:
	case before == job && !h.resent[job]:
		h.t.Errorf("%s was sent twice by %s, at %s", what, job, at.Format("15:04:05.000"))
	case before != job && !h.resent[job] && (!said || at.Before(since)):
		h.t.Errorf("%s was sent by %s, and by %s before, at %s", what, job, before, at.Format("15:04:05.000"))
	}
}
