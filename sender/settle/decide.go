package settle

import (
	"slices"
	"time"

	"contactcast/internal/words"
)

// Decide gives one verdict for each doubt, in their order. An id is given to one message at most; ids of Found verdicts
// belong into Evidence.Own from then on, and their messages out of Doubts, as do those of Absent verdicts.
func (e Evidence) Decide(now time.Time) []Verdict {
	q := newInquiry(e, now)
	verdicts := make([]Verdict, len(e.Doubts))
	open := []int{}
	for i, d := range e.Doubts {
		v, ok := q.found(d)
		if !ok {
			open = append(open, i)
		}
		verdicts[i] = v
	}
	// Only now, so that an id found for one message is no veto for the others: a list may send one card to everybody.
	for _, v := range verdicts {
		if v.Kind == Found {
			q.owned[v.IDMessage] = true
		}
	}
	for _, i := range open {
		verdicts[i] = q.absent(e.Doubts[i])
	}
	return verdicts
}

// inquiry is the evidence made ready for questions.
type inquiry struct {
	Evidence
	now     time.Time
	own     []Own // by the latest that they can have been posted
	owned   map[string]bool
	records []*record
	byID    map[string]*record
	shown   []map[string]bool // the ids of each view
}

func newInquiry(e Evidence, now time.Time) *inquiry {
	q := &inquiry{Evidence: e, now: now, own: slices.Clone(e.Own), owned: map[string]bool{}}
	slices.SortStableFunc(q.own, func(a, b Own) int { return a.by().Compare(b.by()) })
	q.records, q.byID = records(e.Views)
	for _, o := range e.Own {
		q.owned[o.IDMessage] = true
	}
	for _, r := range q.records {
		if e.Owns != nil && e.Owns(r.id) {
			q.owned[r.id] = true
		}
	}
	for _, v := range e.Views {
		shown := map[string]bool{}
		for _, entry := range v.Entries {
			shown[entry.IDMessage] = !entry.Incoming
		}
		q.shown = append(q.shown, shown)
	}
	return q
}

// ownSince are our ids that can have been posted at t or later and that v should show: a chat's history only those of its chat.
func (q *inquiry) ownSince(t time.Time, v View) []Own {
	i, _ := slices.BinarySearchFunc(q.own, t, func(o Own, t time.Time) int { return o.by().Compare(t) })
	if v.Source != ChatHistory {
		return q.own[i:]
	}
	return slices.DeleteFunc(slices.Clone(q.own[i:]), func(o Own) bool { return o.ChatID != v.ChatID })
}

// found searches for the one entry that is the message; ok is false when there is none like it.
func (q *inquiry) found(d Doubt) (Verdict, bool) {
	var fitting []*record
	for _, r := range q.records {
		if r.fits(d) && !q.owned[r.id] {
			fitting = append(fitting, r)
		}
	}
	if len(fitting) == 0 {
		return Verdict{}, false
	}
	for _, r := range fitting {
		if r.older(d) {
			return q.undecidable(d, words.New("doubt/older-by-clock")), true
		}
		if !r.confirmed(d) {
			return q.clarify(d, r, words.New("doubt/maybe-older")), true
		}
	}
	if len(fitting) > 1 {
		return q.undecidable(d, words.New("doubt/several", "n", len(fitting))), true
	}
	r := fitting[0]
	for _, other := range q.Doubts {
		if other.Message != d.Message && r.fits(other) {
			return q.undecidable(d, words.New("doubt/other-message")), true
		}
	}
	return Verdict{Message: d.Message, Kind: Found, IDMessage: r.id, Why: words.New("doubt/found")}, true
}

// absent asks whether a journal or the chat's history shows that the message never was. A queue never does: its listing
// hides the head.
func (q *inquiry) absent(d Doubt) Verdict {
	lacking, short := words.New("doubt/not-read-yet"), false
	for i, v := range slices.Backward(q.Views) {
		// (a) Late acceptance and the journal's lag are over, counted from when a queue ahead of it has drained.
		if !q.concerns(v, d) || v.ReadAt.Before(q.from(d).Add(q.SettleAfter)) {
			continue
		}
		if !whole(v, d) {
			lacking, short = words.New("doubt/cut-off", "source", v.Source.Fact()), true
			continue
		}
		why := q.blind(d, v, q.shown[i])
		if why.Code == "" {
			return q.unlessVetoed(d, words.New("doubt/absent", "source", v.Source.Fact()))
		}
		lacking = why
	}
	// (d) A journal that is cut off or unreadable says nothing about what it does not show; the chat's history is shorter.
	if short && !q.asked(d, ChatHistory, d.Body.ChatID) {
		return Verdict{Message: d.Message, Kind: AskHistory, ChatID: d.Body.ChatID, Why: lacking}
	}
	return q.later(d, lacking)
}

// whole is the rest of clause (d): the view was read, and not cut off before it came to the attempt.
func whole(v View, d Doubt) bool {
	if v.Unreadable || !v.Cut {
		return !v.Unreadable
	}
	// Of a journal it is not known what a cut drops. Of a chat it is the older messages: it goes back to the oldest shown.
	return v.Source == ChatHistory && v.SkewKnown && slices.ContainsFunc(v.Entries, func(e Entry) bool {
		return !e.Time.IsZero() && e.Time.Add(-v.Skew).Add(clockSlack).Before(d.Start)
	})
}

// blind is clauses (b) and (c): it says why the view would perhaps not show the message had it been accepted; nothing when it
// would. Settings promise nothing here: only our own ids show that a journal works, and for a chat's history only those
// of the same chat, since the chat may live on under an @lid that we do not know.
func (q *inquiry) blind(d Doubt, v View, shown map[string]bool) words.Fact {
	upTo, ok := q.aliveAfter(d, v, shown)
	if !ok {
		upTo, ok = q.drainedSince(d, v, shown)
	}
	if !ok {
		return words.New("doubt/no-own", "source", v.Source.Fact())
	}
	// (c) One of ours is missing in between: the journal has a gap, and the message may be in it.
	for _, o := range q.ownSince(d.Start, v) {
		if !o.PostedAt.After(upTo) && !shown[o.IDMessage] {
			return words.New("doubt/gap", "source", v.Source.Fact(), "id", o.IDMessage)
		}
	}
	return words.Fact{}
}

// aliveAfter is clause (b) while we are sending: the view shows a message of ours that was posted when late acceptance was
// over. The queue is first in, first out, so ours came out behind the one in doubt; and as it was out for longer than
// the journal lags, the one in doubt would show by now too.
func (q *inquiry) aliveAfter(d Doubt, v View, shown map[string]bool) (time.Time, bool) {
	out := v.ReadAt.Add(-q.lag())
	over := d.End.Add(q.SettleAfter / 2)
	for _, o := range q.ownSince(over, v) {
		if !shown[o.IDMessage] || o.PostedAt.Before(over) {
			continue
		}
		if r := q.byID[o.IDMessage]; !r.latest.IsZero() && !r.latest.After(out) {
			return o.by(), true
		}
	}
	return time.Time{}, false
}

// drainedSince is clause (b) when nothing more is posted: the queue was empty when late acceptance was over, and half of
// SettleAfter before the view was read, so what was accepted has left it and shows; the account was authorized since (an
// account that is not may show anything), and one of our ids from around the attempt shows that the view works at all.
func (q *inquiry) drainedSince(d Doubt, v View, shown map[string]bool) (time.Time, bool) {
	half := q.SettleAfter / 2
	near := slices.ContainsFunc(q.ownSince(d.Start.Add(-half), v), func(o Own) bool { return shown[o.IDMessage] })
	if !q.Idle || !near || q.AuthorizedSince.IsZero() {
		return time.Time{}, false
	}
	for _, w := range q.Views {
		if w.Source == Queue && w.Empty && !w.Unreadable && !w.ReadAt.Before(d.End.Add(half)) &&
			!w.ReadAt.After(v.ReadAt.Add(-half)) && !w.ReadAt.Before(q.AuthorizedSince) {
			return w.ReadAt, true
		}
	}
	return time.Time{}, false
}

// unlessVetoed is clause (e): absent, unless something that no message of ours owns could be the one in doubt.
func (q *inquiry) unlessVetoed(d Doubt, why words.Fact) Verdict {
	for _, r := range q.records {
		if r.mayBe(d, max(clockSlack, q.SettleAfter)) && !q.owned[r.id] {
			return q.clarify(d, r, words.New("doubt/may-be", "id", r.id))
		}
	}
	return Verdict{Message: d.Message, Kind: Absent, Why: why}
}

// clarify asks about a record, once for each time that a reading is due: getMessage for its type and true time, then the chat's history.
func (q *inquiry) clarify(d Doubt, r *record, why words.Fact) Verdict {
	if r.unclear() && len(r.chats) > 0 && !q.asked(d, Message, r.id) {
		return Verdict{Message: d.Message, Kind: Confirm, IDMessage: r.id, ChatID: r.chats[0], Why: why}
	}
	if !q.asked(d, ChatHistory, d.Body.ChatID) {
		return Verdict{Message: d.Message, Kind: AskHistory, ChatID: d.Body.ChatID, Why: why}
	}
	return q.later(d, why)
}

// asked reports whether the chat's history, or the id with getMessage, was read since the last reading for d fell due.
func (q *inquiry) asked(d Doubt, s Source, key string) bool {
	due := q.lastDue(d, q.now)
	return slices.ContainsFunc(q.Views, func(v View) bool {
		return v.Source == s && !v.ReadAt.Before(due) && (v.ChatID == key && s == ChatHistory || v.IDMessage == key && s == Message)
	})
}

// later leaves the message for the next reading. It gives up a day after the attempt, when the service has deleted what it
// has not sent; and when nothing is left to send and all was read that may settle it, since nothing new would turn up.
func (q *inquiry) later(d Doubt, why words.Fact) Verdict {
	next, ok := q.nextDue(d, Journal)
	if !ok || q.now.After(d.End.Add(giveUpAfter)) {
		return q.exhausted(d, why)
	}
	if at, ok := q.afterEmptyQueue(d); ok {
		next = at
	} else if q.Idle && q.readEnough(d) {
		return q.exhausted(d, why)
	} else if q.Idle && q.readSince(d, Journal, q.from(d).Add(2*q.SettleAfter)) {
		return q.undecidable(d, why) // it could not be read: the next run tries again
	}
	return Verdict{Message: d.Message, Kind: Wait, Until: next, Why: why, Tried: q.tried(d)}
}

// readEnough reports whether a journal was read at twice the wait, and before it, when late acceptance was over, the queue; or
// any journal, for what an earlier run has already exhausted.
func (q *inquiry) readEnough(d Doubt) bool {
	return slices.ContainsFunc(q.Views, func(v View) bool {
		if v.Source != Journal || v.Unreadable || !q.concerns(v, d) {
			return false
		}
		if d.Exhausted {
			return !v.ReadAt.Before(q.lastDue(d, q.now))
		}
		return !v.ReadAt.Before(q.from(d).Add(2*q.SettleAfter)) && q.queueReadBetween(d.End.Add(q.SettleAfter/2), v.ReadAt.Add(-q.SettleAfter/2))
	})
}

func (q *inquiry) queueReadBetween(from, to time.Time) bool {
	return slices.ContainsFunc(q.Views, func(v View) bool {
		return v.Source == Queue && !v.Unreadable && !v.ReadAt.Before(from) && !v.ReadAt.After(to)
	})
}

// exhausted is undecidable, and will be by all that can be read.
func (q *inquiry) exhausted(d Doubt, why words.Fact) Verdict {
	v := q.undecidable(d, why)
	v.Exhausted = true
	return v
}

func (q *inquiry) undecidable(d Doubt, why words.Fact) Verdict {
	return Verdict{Message: d.Message, Kind: Undecidable, Why: why, Tried: q.tried(d)}
}

// tried says what was read since the attempt.
func (q *inquiry) tried(d Doubt) words.Fact {
	var n [Message + 1]int
	for _, v := range q.Views {
		if (v.Source == Queue || q.concerns(v, d)) && !v.Unreadable && !v.ReadAt.Before(d.Start) {
			n[v.Source]++
		}
	}
	return words.New("doubt/tried", "queue", n[Queue], "journal", n[Journal], "history", n[ChatHistory])
}
