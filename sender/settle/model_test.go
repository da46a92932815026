package settle

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"contactcast/internal/card"
)

// t0 is when the first attempt starts; settleAfter the default of --settle.
var t0 = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

const settleAfter = 5 * time.Minute

// sent is one message on the model server, from us or from somebody else on the same account.
type sent struct {
	id       string
	body     card.Card
	attempt  int       // which attempt of ours it is; -1 somebody else's
	accepted time.Time // joined the queue
	left     time.Time // left the queue
	visible  time.Time // shows in journal and history
	changes  []time.Time
	stub     bool // never shows what it is
	noPhone  bool // the card's number cannot be read
	text     bool // no card at all
	// In a gap, of the journal and of the chat's history.
	lost, lostInChat bool
}

// model is a GREEN-API account: everything it will ever do is fixed beforehand, so each view is a function of the time.
type model struct {
	messages []*sent // by acceptance
	delay    time.Duration
	skew     time.Duration
	cut      int             // entries in a list
	lid      map[string]bool // chats shown as @lid
	lidLost  bool            // whose history under the old chat id is empty
	off      bool            // no journals
	away     [2]time.Time    // not authorized: nothing leaves, the queue shows nothing
	dateless bool            // answers carry no Date
	set      clockSet        // the server's clock is
	broken   func(t time.Time) bool
}

// drain fixes when the messages leave: first in, first out, delay apart, not while the account is away.
func (m *model) drain(lag func(*sent) time.Duration) {
	slices.SortStableFunc(m.messages, func(a, b *sent) int { return a.accepted.Compare(b.accepted) })
	last := time.Time{}
	for _, s := range m.messages {
		s.left = s.accepted
		if t := last.Add(m.delay); t.After(s.left) {
			s.left = t
		}
		if m.isAway(s.left) {
			s.left = m.away[1]
		}
		last = s.left
		s.visible = s.left.Add(lag(s))
	}
}

func (m *model) isAway(t time.Time) bool { return !t.Before(m.away[0]) && t.Before(m.away[1]) }

func (m *model) stamp(t time.Time) time.Time {
	if !m.set.at.IsZero() && !t.Before(m.set.at) {
		t = t.Add(m.set.by)
	}
	return t.Add(m.skew).Truncate(time.Second)
}

func (s *sent) lastChange(t time.Time) time.Time {
	last := s.left
	for _, c := range s.changes {
		if !c.After(t) && c.After(last) {
			last = c
		}
	}
	return last
}

func (m *model) entry(s *sent, t time.Time) Entry {
	e := Entry{IDMessage: s.id, ChatID: s.body.ChatID, Type: Contact, Phone: s.body.Contact.PhoneContact, Time: m.stamp(t),
		DisplayName: strings.TrimSpace(s.body.Contact.FirstName + " " + s.body.Contact.LastName)}
	if m.lid[e.ChatID] {
		e.ChatID = "9" + strings.TrimSuffix(e.ChatID, "@c.us") + "@lid"
	}
	switch {
	case s.text:
		e.Type, e.Phone, e.DisplayName = Other, 0, ""
	case s.stub:
		e.Type, e.Phone, e.DisplayName = Stub, 0, ""
	case s.noPhone:
		e.Phone = 0
	}
	return e
}

// read answers r at t as the service would.
func (m *model) read(r Read, t time.Time) View {
	v := View{Source: r.Source, ChatID: r.ChatID, IDMessage: r.IDMessage, Minutes: r.Minutes, ReadAt: t,
		Skew: m.stamp(t).Sub(t), SkewKnown: !m.dateless, Unreadable: m.broken(t)}
	switch {
	case v.Unreadable:
	case r.Source == Queue:
		m.readQueue(&v)
	case r.Source == Message:
		for _, s := range m.messages {
			if s.id == r.IDMessage && !s.visible.After(t) {
				v.Entries = append(v.Entries, m.entry(s, s.left))
			}
		}
	case !m.off:
		m.readHistory(&v)
	}
	return v
}

// readQueue hides the head of the queue, and counts as of up to ten seconds ago.
func (m *model) readQueue(v *View) {
	count, counted := 0, v.ReadAt.Truncate(10*time.Second)
	for _, s := range m.messages {
		if !s.accepted.After(counted) && s.left.After(counted) {
			count++
		}
		if !s.accepted.After(v.ReadAt) && s.left.After(v.ReadAt) {
			e := Entry{IDMessage: s.id, ChatID: s.body.ChatID, Type: Contact, Phone: s.body.Contact.PhoneContact, Request: &s.body}
			if s.text {
				e.Type, e.Phone, e.Request = Other, 0, nil
			}
			v.Entries = append(v.Entries, e)
		}
	}
	if m.isAway(v.ReadAt) {
		v.Entries, count = nil, 0
	}
	v.Entries = v.Entries[min(1, len(v.Entries)):]
	v.Empty = len(v.Entries) == 0 && count == 0
	if len(v.Entries) >= m.cut {
		v.Entries, v.Cut = v.Entries[:m.cut], true
	}
}

// readHistory is the journal, by last change, or one chat's history, by the time of the message; newest first, cut off.
func (m *model) readHistory(v *View) {
	for _, s := range m.messages {
		at, lost := s.left, s.lostInChat
		inside := s.body.ChatID == v.ChatID && !(m.lid[v.ChatID] && m.lidLost)
		if v.Source == Journal {
			at, lost = s.lastChange(v.ReadAt), s.lost
			inside = at.After(v.ReadAt.Add(-time.Duration(v.Minutes) * time.Minute))
		}
		if inside && !lost && !s.visible.After(v.ReadAt) {
			v.Entries = append(v.Entries, m.entry(s, at))
		}
	}
	slices.SortStableFunc(v.Entries, func(a, b Entry) int { return b.Time.Compare(a.Time) })
	if len(v.Entries) >= m.cut {
		v.Entries, v.Cut = v.Entries[:m.cut], true
	}
}

// attempt is one of our requests.
type attempt struct {
	Doubt
	answered bool // the answer came: never in doubt
	id       string
}

// world is a model server and what we did to it.
type world struct {
	model
	attempts []attempt
	oldOwn   map[string]bool // ids the ledger has had for long
	wrongClocks
}

// quirks say what may go wrong in a generated world.
type quirks struct {
	late, lag   time.Duration // bounds: acceptance after an attempt's end; journal after the queue
	fromStart   bool          // late counts from the attempt's start
	delays      []time.Duration
	others      bool // other senders, any time, any card
	healthy     bool // journals are whole and plain
	duplicates  bool // messages with the same chat and number, against the rule
	wrongDrains bool // the engine knows nothing of the queue ahead
	clocks      bool // clocks are wrong, are set, and machines sleep
}

// draw makes a world.
func draw(t *rapid.T, k quirks) *world {
	n := rapid.IntRange(4, 14).Draw(t, "attempts")
	w := &world{oldOwn: map[string]bool{}}
	w.delay = rapid.SampledFrom(k.delays).Draw(t, "delay")
	w.skew = time.Duration(rapid.IntRange(-4000, 4000).Draw(t, "skew ms")) * time.Second / 10
	w.cut, w.lid, w.broken = 500, map[string]bool{}, func(time.Time) bool { return false }
	w.drawAttempts(t, k, n)
	if k.others {
		w.drawOthers(t, !k.duplicates)
	}
	w.drawOld(t)
	if !k.healthy {
		w.drawTrouble(t, k)
	}
	w.drain(func(*sent) time.Duration { return drawDuration(t, 0, k.lag, "lag") })
	if !k.healthy && rapid.Bool().Draw(t, "gap") {
		w.drawGap(t)
	}
	w.setDrained(k)
	if k.clocks {
		w.drawClocks(t)
	}
	return w
}

func drawDuration(t *rapid.T, from, to time.Duration, label string) time.Duration {
	ms := rapid.Int64Range(int64(from/time.Millisecond), int64(to/time.Millisecond)).Draw(t, label)
	if rapid.IntRange(0, 3).Draw(t, label+" at the bound") == 0 {
		return to
	}
	return time.Duration(ms) * time.Millisecond
}

func (w *world) drawAttempts(t *rapid.T, k quirks, n int) {
	for i := range rapid.IntRange(0, 30).Draw(t, "queue before") {
		w.messages = append(w.messages, &sent{id: fmt.Sprint("before", i), attempt: -1, text: true,
			accepted: t0.Add(-time.Minute).Add(time.Duration(i) * time.Millisecond)})
	}
	at := t0
	for i := range n {
		a := attempt{Doubt: Doubt{Message: int64(i + 1), Body: drawCard(t, i, k.duplicates), Start: at}, id: fmt.Sprint("id", i)}
		took := drawDuration(t, time.Second, time.Minute, "took")
		if k.duplicates {
			took = time.Millisecond // what is in flight is not in doubt yet: two alike must never fly at once
		}
		a.End = at.Add(took)
		a.answered = k.healthy && (i == 0 || i == n-1) || rapid.Bool().Draw(t, "answered")
		accepted := at.Add(drawDuration(t, 0, took, "accepted after"))
		if !a.answered {
			accepted = w.drawLost(t, k, a, accepted)
		}
		if !accepted.IsZero() {
			w.messages = append(w.messages, &sent{id: a.id, body: a.Body, attempt: i, accepted: accepted})
		}
		w.attempts = append(w.attempts, a)
		at = at.Add(max(w.delay, drawDuration(t, 0, time.Minute, "pause")))
	}
}

// drawLost says when a request without an answer was accepted: in time, late, or never.
func (w *world) drawLost(t *rapid.T, k quirks, a attempt, inTime time.Time) time.Time {
	switch rapid.SampledFrom([]string{"never", "in time", "late"}).Draw(t, "acceptance") {
	case "in time":
		if k.fromStart {
			return a.Start
		}
		return inTime
	case "late":
		if k.fromStart {
			return a.Start.Add(drawDuration(t, 0, k.late, "late"))
		}
		return a.End.Add(drawDuration(t, 0, k.late, "late"))
	}
	return time.Time{}
}

func drawCard(t *rapid.T, i int, duplicates bool) card.Card {
	names := []string{"Anna", "Bela", "Cora"}
	c := card.Card{ChatID: fmt.Sprintf("4477009%05d@c.us", i%8), Contact: card.Contact{
		PhoneContact: 447700900000 + int64(rapid.IntRange(0, 2).Draw(t, "phone")), FirstName: names[i%3], LastName: "Example"}}
	if !duplicates {
		c.Contact.PhoneContact += int64(i/8) * 10 // chat and number together are ours once
	} else {
		c.ChatID = fmt.Sprintf("4477009%05d@c.us", i%2)
		c.Contact.FirstName, c.Contact.LastName = rapid.SampledFrom(names).Draw(t, "name"), ""
	}
	return c
}

// drawOthers lets others send on the account: cards like ours, cards nearly like ours, texts; in bursts too.
func (w *world) drawOthers(t *rapid.T, identical bool) {
	differences := []string{"chat", "phone", "name", "text"}
	if identical {
		differences = append(differences, "nothing")
	}
	for i := range rapid.IntRange(0, 12).Draw(t, "others") {
		s := &sent{id: fmt.Sprint("other", i), attempt: -1, body: rapid.SampledFrom(w.attempts).Draw(t, "like").Body}
		s.accepted = t0.Add(drawDuration(t, -5*time.Minute, 15*time.Minute, "other at"))
		switch rapid.SampledFrom(differences).Draw(t, "differs in") {
		case "chat":
			s.body.ChatID = "447700999999@c.us"
		case "phone":
			s.body.Contact.PhoneContact += 5
		case "name":
			s.body.Contact.FirstName, s.body.Contact.LastName = "Zoe", "Other"
		case "text":
			s.text = true
		}
		w.messages = append(w.messages, s)
	}
}

// drawOld lets cards of two hours ago be read today: ours, which the ledger knows, and others'.
func (w *world) drawOld(t *rapid.T) {
	for i := range rapid.IntRange(0, 4).Draw(t, "old") {
		s := &sent{id: fmt.Sprint("old", i), attempt: -1, body: rapid.SampledFrom(w.attempts).Draw(t, "old like").Body,
			accepted: t0.Add(-2 * time.Hour).Add(time.Duration(i) * time.Minute)}
		for range rapid.IntRange(0, 3).Draw(t, "reads") {
			s.changes = append(s.changes, t0.Add(drawDuration(t, 0, 15*time.Minute, "read at")))
		}
		w.oldOwn[s.id] = rapid.Bool().Draw(t, "ours")
		w.messages = append(w.messages, s)
	}
}

// drawTrouble lets lists be cut, chats be @lid, entries be stubs, answers be garbage, the account be away.
func (w *world) drawTrouble(t *rapid.T, k quirks) {
	w.cut = rapid.SampledFrom([]int{500, 500, 12, 6}).Draw(t, "cut")
	w.off = rapid.IntRange(0, 9).Draw(t, "journals off") == 0
	w.dateless = rapid.IntRange(0, 9).Draw(t, "no Date") == 0
	w.lidLost = rapid.Bool().Draw(t, "lid history lost")
	seed := rapid.Int64Range(2, 12).Draw(t, "every nth second unreadable")
	w.broken = func(at time.Time) bool { return at.Unix()%seed == 0 && seed < 10 }
	if k.others && rapid.Bool().Draw(t, "away") {
		from := t0.Add(drawDuration(t, 0, 10*time.Minute, "away from"))
		w.away = [2]time.Time{from, from.Add(drawDuration(t, 0, 10*time.Minute, "away for"))}
	}
	for _, s := range w.messages {
		if s.text {
			continue
		}
		switch rapid.SampledFrom([]string{"", "", "", "stub", "no phone", "lid", "read"}).Draw(t, "trouble") {
		case "stub":
			s.stub = true
		case "no phone":
			s.noPhone = true
		case "lid":
			w.lid[s.body.ChatID] = true
		case "read":
			s.changes = append(s.changes, s.accepted.Add(drawDuration(t, 0, 20*time.Minute, "read after")))
		}
	}
}

// drawGap drops a stretch of journal and histories. A gap that swallows a message in doubt and none of ours beside it
// cannot be seen by anybody (a documented limit), so there a message stays that has no such witness.
func (w *world) drawGap(t *rapid.T) {
	from := rapid.IntRange(0, len(w.messages)).Draw(t, "gap from")
	gap := w.messages[from:min(len(w.messages), from+rapid.IntRange(2, 8).Draw(t, "gap length"))]
	for _, s := range gap {
		s.lost = w.witnessed(s, gap, false)
		s.lostInChat = w.witnessed(s, gap, true)
	}
}

func (w *world) witnessed(s *sent, gap []*sent, sameChat bool) bool {
	if s.attempt < 0 || w.attempts[s.attempt].answered {
		return true
	}
	d := w.attempts[s.attempt]
	return slices.ContainsFunc(gap, func(o *sent) bool {
		if o.attempt < 0 || !w.attempts[o.attempt].answered || sameChat && o.body.ChatID != s.body.ChatID {
			return false
		}
		posted := w.attempts[o.attempt].Start
		return !posted.Before(d.Start) && !posted.After(d.End.Add(settleAfter/2))
	})
}

func max2(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// setDrained gives each attempt when the queue before it drains, or nothing.
func (w *world) setDrained(k quirks) {
	for i := range w.attempts {
		a := &w.attempts[i]
		for _, s := range w.messages {
			if !k.wrongDrains && s.accepted.Before(a.Start) {
				a.Drained = max2(a.Drained, s.left)
			}
		}
	}
}

// settled is the verdict that closed a doubt.
type settled struct {
	Verdict
	at    time.Time
	doubt Doubt
	own   map[string]int64 // the ledger's ids at that time
	views []View           // all that was read by then
}

// run drives Decide and Next as the engine does, until nothing is left to read. It checks the reading limits on the way.
func (w *world) run(t *rapid.T) []settled {
	var closed []settled
	e := Evidence{SettleAfter: settleAfter, Owns: func(id string) bool { return w.oldOwn[id] }}
	own := map[string]int64{}
	pending := slices.Clone(w.attempts)
	slices.SortFunc(pending, func(a, b attempt) int { return a.End.Compare(b.End) })
	for now, rounds := pending[0].End, 0; ; rounds++ {
		if rounds > 5000 {
			t.Fatal("the readings never end")
		}
		for len(pending) > 0 && !pending[0].End.After(now) {
			if a := pending[0]; a.answered {
				s := w.told(a)
				e.Own = append(e.Own, Own{IDMessage: a.id, ChatID: a.Body.ChatID, PostedAt: s.Start, PostedBy: s.StartBy})
				own[a.id] = a.Message
			} else {
				e.Doubts = append(e.Doubts, w.inDoubt(a))
			}
			pending = pending[1:]
		}
		e.Idle, e.AuthorizedSince = len(pending) == 0, t0.Add(-24*time.Hour)
		if w.isAway(now) {
			e.AuthorizedSince = time.Time{}
		} else if !now.Before(w.away[1]) && !w.away[1].IsZero() {
			e.AuthorizedSince = w.away[1]
		}
		w.notice(&e, now)
		verdicts := e.Decide(now)
		before := len(closed)
		for i, v := range verdicts {
			if v.Kind == Found || v.Kind == Absent {
				closed = append(closed, settled{v, now, e.Doubts[i], maps.Clone(own), e.Views})
			}
			if v.Kind == Found {
				e.Own = append(e.Own, Own{IDMessage: v.IDMessage, ChatID: e.Doubts[i].Body.ChatID, PostedAt: e.Doubts[i].Start})
			}
		}
		for _, c := range closed[before:] {
			if c.Kind == Found {
				own[c.IDMessage] = c.Message
			}
			e.Doubts = slices.DeleteFunc(e.Doubts, func(d Doubt) bool { return d.Message == c.Message })
		}
		if len(closed) > before {
			continue
		}
		r, ok := e.Next(now, verdicts)
		switch {
		case len(pending) > 0 && (!ok || pending[0].End.Before(r.At)):
			now = w.awake(pending[0].End)
		case !ok:
			for i, v := range verdicts {
				closed = append(closed, settled{v, now, e.Doubts[i], own, e.Views})
			}
			return closed
		default:
			now = w.awake(max2(now, r.At))
			for _, v := range e.Views {
				if v.Source == r.Source && now.Sub(v.ReadAt) < time.Second {
					t.Fatalf("%s read twice within a second", r.Source.Fact())
				}
			}
			e.Views = append(e.Views, w.read(r, now))
		}
	}
}

func (w *world) message(id string) *sent {
	i := slices.IndexFunc(w.messages, func(s *sent) bool { return s.id == id })
	if i < 0 {
		return nil
	}
	return w.messages[i]
}

func byMessage(closed []settled) []settled {
	slices.SortFunc(closed, func(a, b settled) int { return cmp.Compare(a.Message, b.Message) })
	return closed
}
