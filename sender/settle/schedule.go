package settle

import (
	"math"
	"slices"
	"time"

	"contactcast/sender/greenapi"
)

const (
	// journalLag is the documented time until a sent message shows in the journal.
	journalLag = greenapi.JournalLag
	// giveUpAfter is how long the service keeps a message it has not sent.
	giveUpAfter = greenapi.QueueLife
	// cutAt is how many messages a journal shows at most.
	cutAt = greenapi.MaxListed
	// between is the service's limit of one call a second for each reading method.
	between = time.Second
)

// Read is the next thing to read, not before At.
type Read struct {
	Source    Source
	ChatID    string    // ChatHistory, Message
	IDMessage string    // Message
	Minutes   int       // Journal: how far back to ask
	At        time.Time // our clock
}

// Next plans the next reading from the verdicts of Decide; false when nothing needs one. Each method is read at most once a
// second, queue and journal only when a reading for some message is due: the queue when doubt arises, both at half of
// SettleAfter and at its end, then at ever longer intervals for a day.
func (e Evidence) Next(now time.Time, verdicts []Verdict) (Read, bool) {
	var reads []Read
	settled := map[int64]bool{}
	for _, v := range verdicts {
		switch v.Kind {
		case Confirm:
			reads = append(reads, Read{Source: Message, ChatID: v.ChatID, IDMessage: v.IDMessage, At: e.free(Message, now, between)})
		case AskHistory:
			reads = append(reads, Read{Source: ChatHistory, ChatID: v.ChatID, At: e.free(ChatHistory, now, between)})
		case Found, Absent, Undecidable:
			settled[v.Message] = true
		}
	}
	open := slices.DeleteFunc(slices.Clone(e.Doubts), func(d Doubt) bool { return settled[d.Message] })
	for source, gap := range map[Source]time.Duration{Queue: between, Journal: e.reserve()} {
		if r, ok := e.due(source, open, e.free(source, now, gap)); ok {
			reads = append(reads, r)
		}
	}
	if len(reads) == 0 {
		return Read{}, false
	}
	return slices.MinFunc(reads, func(a, b Read) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return int(a.Source) - int(b.Source)
	}), true
}

// due plans the reading of queue or journal that is due first, not before free. The journal is asked back to the attempt
// and half the wait further, so that it shows a message of ours from around it.
func (e Evidence) due(source Source, doubts []Doubt, free time.Time) (Read, bool) {
	var at, start time.Time
	for _, d := range doubts {
		t, ok := e.nextDue(d, source)
		if again, due := e.afterEmptyQueue(d); due && source == Journal && (!ok || again.Before(t)) {
			t, ok = again, true
		}
		if ok && (at.IsZero() || t.Before(at) || t.Equal(at) && d.Start.Before(start)) {
			at, start = t, d.Start
		}
	}
	if at.IsZero() {
		return Read{}, false
	}
	if at.Before(free) {
		at = free
	}
	r := Read{Source: source, At: at}
	if source == Journal {
		r.Minutes = int(math.Ceil(at.Sub(e.reach(start)).Minutes())) + 1
	}
	return r, true
}

// reach is how far back a journal is asked: to half of SettleAfter before the attempt, so that it shows a message of
// ours from around it; but only just before the attempt when so many of ours lie in between that the answer would be cut off.
func (e Evidence) reach(start time.Time) time.Time {
	back, n := start.Add(-e.SettleAfter/2), 0
	for _, o := range e.Own {
		if !o.PostedAt.Before(back) {
			n++
		}
	}
	if n > cutAt*4/5 {
		return start.Add(-time.Minute)
	}
	return back
}

// free is the first moment from now on at which the method may be called again.
func (e Evidence) free(s Source, now time.Time, gap time.Duration) time.Time {
	for _, v := range e.Views {
		if t := v.ReadAt.Add(gap); v.Source == s && t.After(now) {
			now = t
		}
	}
	return now
}

// from is when the wait for d starts: its attempt is over and the queue ahead of it has drained. What waits in the queue
// does not show in the journal.
func (e Evidence) from(d Doubt) time.Time {
	if d.Drained.After(d.End) {
		return d.Drained
	}
	return d.End
}

// lag is how long a message that left the queue may be missing in the journal: two minutes, or, for who knows a quicker
// service and has set a shorter SettleAfter, two fifths of that; half is for late acceptance, the rest is the reserve.
func (e Evidence) lag() time.Duration {
	return min(journalLag, e.SettleAfter*2/5)
}

// reserve keeps readings apart and puts them a little behind the moment from which they can decide.
func (e Evidence) reserve() time.Duration {
	return max(between, e.SettleAfter/20)
}

// schedule is when readings for d are due: at once (the queue only), at half of the wait, at its end, then at twice
// the time again and again for a day.
func (e Evidence) schedule(d Doubt) []time.Time {
	from := e.from(d)
	times := []time.Time{d.End, from.Add(e.SettleAfter / 2)}
	for wait := max(e.SettleAfter, between); ; wait *= 2 {
		t := from.Add(wait + e.reserve())
		if t.After(d.End.Add(giveUpAfter)) {
			return times
		}
		times = append(times, t)
	}
}

// lastDue is the latest of the schedule's times that has passed.
func (e Evidence) lastDue(d Doubt, now time.Time) time.Time {
	last := d.End
	for _, t := range e.schedule(d) {
		if !t.After(now) {
			last = t
		}
	}
	return last
}

// afterEmptyQueue is when the journal is to be read that may show absence when nothing is left to send: half of SettleAfter behind
// a queue that was seen empty when late acceptance was over. Who comes back after an hour reads both, and then waits for
// this one. False when it was read, or when there is no such queue.
func (e Evidence) afterEmptyQueue(d Doubt) (time.Time, bool) {
	if !e.Idle || d.Exhausted {
		return time.Time{}, false
	}
	half := e.SettleAfter / 2
	for _, q := range e.Views {
		if q.Source == Queue && q.Empty && !q.Unreadable && !q.ReadAt.Before(d.End.Add(half)) {
			at := q.ReadAt.Add(half + e.reserve())
			return at, !e.readSince(d, Journal, at)
		}
	}
	return time.Time{}, false
}

// nextDue is the first of the schedule's times that no reading has served; false when all are served. One reading serves
// all times before it: a run that starts an hour later reads once, now.
func (e Evidence) nextDue(d Doubt, s Source) (time.Time, bool) {
	times := e.schedule(d)
	if s == Journal {
		times = times[1:]
	}
	for _, t := range times {
		if !e.readSince(d, s, t) {
			return t, true
		}
	}
	return time.Time{}, false
}

// readSince reports whether queue or journal was read for d at t or later.
func (e Evidence) readSince(d Doubt, s Source, t time.Time) bool {
	return slices.ContainsFunc(e.Views, func(v View) bool {
		return v.Source == s && !v.ReadAt.Before(t) && (s == Queue || e.concerns(v, d))
	})
}

// concerns reports whether the view is the history of d's chat, or a journal that was asked back to d's attempt; and not, for
// the sake of a much older doubt, so far back that it was cut off: such a one must not blind us for this minute's.
func (e Evidence) concerns(v View, d Doubt) bool {
	switch v.Source {
	case Journal:
		// A minute less than asked for: the server counts back from when it answers.
		back := d.Start.Sub(v.ReadAt.Add(-time.Duration(v.Minutes-1) * time.Minute))
		return back >= 0 && (!v.Cut || back < 2*e.SettleAfter+2*time.Minute)
	case ChatHistory:
		return v.ChatID == d.Body.ChatID
	}
	return false
}
