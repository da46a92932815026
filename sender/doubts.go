package sender

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/settle"
)

// defaultSettle is how long the evidence must be silent before a row is sent again: late
// acceptance by the server, two minutes of the journal's lag, and a reserve.
const defaultSettle = 5 * time.Minute

// doubts are the account's messages in doubt, and the evidence read about them so far.
type doubts struct {
	open  []openDoubt
	views []settle.View
	owned map[string]bool // ids in the views that the ledger owns

	stale     bool        // there is something new to decide on
	decidedAt time.Time   // the last decision: once a second is often enough
	next      settle.Read // what to read next
	readAt    time.Time   // when
	due       bool        // whether anything is
	reading   bool        // a request is under way
	failed    int         // readings in a row that failed for a passing reason
	failing   time.Time   // since when
	retryAt   time.Time   // not before

	authorizedSince time.Time
	idle            bool

	shown  int  // our messages that a journal back to the oldest doubt would show, as of the last decision
	posted int  // accepted since
	blind  bool // a doubt proved undecidable: the journal shows nothing that waiting could help
}

// openDoubt is one message in doubt. A final one is not decided any more by this run.
type openDoubt struct {
	ledger.Message
	settle settle.Doubt
	span   span
	posted time.Time // by the clock that never runs backwards
	ours   bool      // it came into doubt in this run
	final  bool
}

// newDoubt makes a doubt to be settled. What waits behind the queue that stood before its
// attempt shows nowhere but in the queue, until that has drained.
func (l *lane) newDoubt(d ledger.Doubt, s span) openDoubt {
	o := openDoubt{Message: d.Message, span: s, posted: d.StartedAt,
		settle: settle.Doubt{Message: d.ID, Body: d.Card, Looked: d.Looked}}
	if started := l.clocks.here(s.Start); !s.wrong {
		if drained := l.watch.drained(started); !drained.IsZero() {
			o.settle.Drained = s.Start.Add(drained.Sub(started))
		}
	}
	o.dated()
	return o
}

// dated gives the doubt the times of its span.
func (o *openDoubt) dated() {
	o.settle.Start, o.settle.StartBy, o.settle.End = o.span.Start, o.span.StartBy, o.span.End
}

// watchClocks takes in that the API's clock was set, or that one that should never be was: what is in doubt is put as far
// apart as both times allow, and what was read by the old time is read again.
func (l *lane) watchClocks() {
	set := clockSet{ClockSet: l.Client.ClockSet()}
	if set.Times == 0 && !set.Learned {
		return
	}
	var err error
	if set.attempt, err = l.Ledger.LastAttemptID(context.Background()); err != nil {
		l.ledgerFailed(err)
	}
	l.sets = append(l.sets, set)
	l.clocks.began = l.clocks.began.Add(set.By)
	if set.Least < 0 {
		l.clocks.was = later(l.clocks.was, l.clocks.now().Add(2*clockSlack-set.Least))
	}
	d := &l.doubts
	var anew []ledger.Redated
	for i := range d.open {
		o := &d.open[i]
		o.span = o.span.since([]clockSet{set})
		if o.dated(); !o.settle.Drained.IsZero() {
			o.settle.Drained = o.settle.Drained.Add(set.By)
		}
		if !o.span.wrong {
			anew = append(anew, ledger.Redated{Message: o.Message, Start: o.span.Start, End: later(o.span.StartBy, o.span.End)})
		}
	}
	d.views, d.stale = nil, true
	if err := l.Ledger.Redate(anew); err != nil {
		l.ledgerFailed(err)
	}
}

// disbelieve gives up doubts of which nobody knows when they were, and all if the API's clock was set too often.
func (l *lane) disbelieve() {
	times := 0
	for _, c := range l.sets {
		times += c.Times
	}
	for i := range l.doubts.open {
		o := &l.doubts.open[i]
		if o.final || times <= maxClockSets && !o.span.wrong {
			continue
		}
		o.final = true
		err := l.Ledger.Remark(o.Message, "It may have been sent: a clock was wrong or set meanwhile, so that what the account shows cannot be dated.", false)
		if err != nil {
			l.ledgerFailed(err)
		}
	}
}

// add takes in a message that came into doubt.
func (d *doubts) add(o openDoubt) {
	d.open, d.stale = append(d.open, o), true
}

// undecided counts the doubts that evidence may still settle.
func (d *doubts) undecided() int {
	n := 0
	for _, o := range d.open {
		if !o.final {
			n++
		}
	}
	return n
}

const (
	// lookFor is how long evidence is looked for: the service keeps nothing longer that it has not sent.
	lookFor = 24 * time.Hour
	// maxUndecided is how many rows may be in doubt before posting pauses: no heap of doubt.
	maxUndecided = 64
	// maxShown is how many messages may be posted over a doubt before posting pauses until it is
	// decided: beyond 500 entries a journal is cut off and shows nothing for sure. The rest is for
	// other senders, and for older messages that change.
	maxShown = 400
)

// hold tells whether posting must pause until doubts are decided.
func (d *doubts) hold(inFlight int) bool {
	n := d.undecided()
	return n > max(maxUndecided, 4*inFlight) || n > 0 && !d.blind && d.shown+d.posted >= maxShown
}

// settleDoubts decides what the evidence settles, and plans the next reading. idle says
// that nothing is being posted. It tells whether anything was settled.
func (l *lane) settleDoubts(ctx context.Context, now time.Time, idle bool) bool {
	d := &l.doubts
	d.stale = d.stale || idle != d.idle
	d.idle = idle
	if d.untilDecision(now) > 0 {
		return false
	}
	d.stale, d.decidedAt = false, now
	l.watchClocks()
	l.disbelieve()
	at := l.clocks.now()
	evidence, err := l.evidence(ctx, at)
	if err != nil {
		l.ledgerFailed(err)
		return false
	}
	verdicts := l.decide(evidence, at)
	before := len(d.open)
	for i := range verdicts {
		o := &d.open[i]
		if o.final { // its views are forgotten
			verdicts[i].Kind = settle.Undecidable
		} else if err := l.apply(o, verdicts[i]); err != nil {
			l.ledgerFailed(err)
			return true
		}
	}
	if d.next, d.due = evidence.Next(at, verdicts); d.due {
		d.readAt = now.Add(d.next.At.Sub(at))
	}
	d.shown, d.posted = l.countShown(evidence, at), 0
	d.open = slices.DeleteFunc(d.open, func(o openDoubt) bool { return o.settle.Message == settled })
	d.forget()
	return len(d.open) < before
}

func (r *Run) decide(e settle.Evidence, now time.Time) []settle.Verdict {
	if r.Decide != nil {
		return r.Decide(e, now)
	}
	return e.Decide(now)
}

// untilDecision returns how long until there is something to decide: once a second is often enough.
func (d *doubts) untilDecision(now time.Time) time.Duration {
	if !d.stale || d.undecided() == 0 {
		return forever
	}
	return max(0, d.decidedAt.Add(time.Second).Sub(now))
}

// worthWaiting tells whether a reading to come may settle a doubt.
func (d *doubts) worthWaiting() bool { return d.undecided() > 0 && (d.due || d.stale) }

// settled marks a doubt that is none any more.
const settled = -1

// evidence is all that is known at this moment.
func (l *lane) evidence(ctx context.Context, now time.Time) (settle.Evidence, error) {
	d := &l.doubts
	e := settle.Evidence{SettleAfter: l.settleAfter(), Views: d.views,
		Owns:    func(id string) bool { return d.owned[id] },
		Account: settle.Account{Idle: d.idle, AuthorizedSince: l.clocks.there(d.authorizedSince)}}
	for _, o := range d.open {
		e.Doubts = append(e.Doubts, o.settle)
	}
	own, err := l.Ledger.OwnSince(ctx, d.oldest(now).Add(-e.SettleAfter-clockSlack))
	for _, o := range own {
		s := l.spanOf(o.Attempt, o.StartedAt, o.Start, o.End)
		e.Own = append(e.Own, settle.Own{IDMessage: o.IDMessage, ChatID: o.ChatID, PostedAt: s.Start, PostedBy: s.StartBy})
	}
	return e, err
}

// spanOf is the span of an attempt that the ledger knows, of this run or an earlier one.
func (l *lane) spanOf(attempt int64, started time.Time, start, end ledger.Reading) span {
	if attempt <= l.before {
		return l.clocks.earlier(started, start, end)
	}
	first := slices.IndexFunc(l.sets, func(c clockSet) bool { return attempt <= c.attempt })
	if first < 0 {
		return l.clocks.ours(start, end)
	}
	s := l.clocks.ours(start, end)
	for _, c := range l.sets[first:] { // how long ago it was is known, and nothing else is asked
		s.Start, s.StartBy, s.End = s.Start.Add(c.By), s.StartBy.Add(c.By), s.End.Add(c.By)
	}
	return s
}

// oldest is when the first attempt began that is undecided, or now.
func (d *doubts) oldest(now time.Time) time.Time {
	for _, o := range d.open {
		if !o.final && o.settle.Message != settled && o.settle.Start.Before(now) {
			now = o.settle.Start
		}
	}
	return now
}

// countShown counts our messages that lie behind the oldest doubt that is undecided.
func (l *lane) countShown(e settle.Evidence, now time.Time) int {
	oldest, n := l.doubts.oldest(now), 0
	for _, o := range e.Own {
		if !o.PostedAt.Before(oldest.Add(-2 * time.Minute)) { // a journal is asked in whole minutes
			n++
		}
	}
	return n
}

func (r *Run) settleAfter() time.Duration {
	if r.SettleAfter <= 0 {
		return defaultSettle
	}
	return r.SettleAfter
}

// apply makes a verdict durable.
func (l *lane) apply(o *openDoubt, v settle.Verdict) error {
	switch v.Kind {
	case settle.Found:
		if err := l.Ledger.Settle(o.Message, ledger.Outcome{Status: ledger.Accepted, IDMessage: v.IDMessage}); err != nil {
			return err
		}
		l.progress.Found++
		l.refusals = nil
		l.claims.release(o.Message)
	case settle.Absent:
		err := l.Ledger.Settle(o.Message, ledger.Outcome{Status: ledger.Pending, Code: "not-sent", Text: "It was not sent: " + v.Why + "."})
		if err != nil {
			return err
		}
		l.progress.Absent++
		if o.Job == l.Job.ID && o.Row > 0 {
			l.claims.giveBack(o.Message)
		} else {
			l.claims.release(o.Message)
		}
	case settle.Undecidable:
		o.final, l.doubts.blind = true, true
		return l.Ledger.Remark(o.Message, fmt.Sprintf("It may have been sent: %s. (%s)", v.Why, v.Tried), v.Looked)
	default:
		return nil
	}
	l.doubts.blind = false
	if o.ours {
		l.progress.Unknown--
	}
	if o.ours && v.Kind == settle.Absent && o.posted.Before(l.quota.day) {
		l.quota.before++ // what was not sent yesterday leaves no room today
	}
	if o.ours && v.Kind == settle.Found {
		l.progress.Accepted++
	}
	o.settle.Message = settled
	return nil
}

// forget drops views that say nothing about any doubt that is still to be decided.
func (d *doubts) forget() {
	var first time.Time
	for _, o := range d.open {
		if !o.final && (first.IsZero() || o.settle.Start.Before(first)) {
			first = o.settle.Start
		}
	}
	if first.IsZero() {
		d.views, d.owned = nil, nil
		return
	}
	d.views = slices.DeleteFunc(d.views, func(v settle.View) bool { return v.ReadAt.Before(first) })
}

// wait returns how long until the next reading about doubts; forever if there is none.
func (d *doubts) wait(now time.Time) time.Duration {
	if !d.due || d.undecided() == 0 {
		return forever
	}
	return max(0, later(d.readAt, d.retryAt).Sub(now))
}

// saw takes in a view, and which of the ids in it the ledger owns; failed is the ledger's
// error. A view that failed for a passing reason is no view: it is asked for again. If that goes on
// and nothing else is left to do, the run ends.
func (l *lane) saw(v settle.View, owned map[string]bool, err, failed error) {
	d := &l.doubts
	d.reading = false
	if failed != nil {
		l.ledgerFailed(failed)
		return
	}
	if err != nil && passing(err) && (!unreadable(err) || d.failed < 3) {
		l.unseen(time.Now(), err)
		return
	}
	if stop := readStop(err); stop != nil && v.Source == settle.Queue {
		l.halt(stop)
	}
	// What was read is decided on at once, so that each method is asked as often as it may be.
	d.failed, d.failing, d.stale, d.due, d.decidedAt = 0, time.Time{}, true, false, time.Time{}
	if d.owned == nil {
		d.owned = map[string]bool{}
	}
	maps.Copy(d.owned, owned)
	d.views = append(d.views, v)
}

// unseen takes in that a reading failed, and will be made again.
func (l *lane) unseen(now time.Time, err error) {
	d := &l.doubts
	if d.failed++; d.failing.IsZero() {
		d.failing = now
	}
	d.retryAt = now.Add(min(time.Second<<min(d.failed, 5), 30*time.Second))
	stop := putOff(err)
	if stop == nil && now.Sub(d.failing) >= patience {
		stop = &StopError{Code: "evidence", Err: err, Text: fmt.Sprintf(
			"what became of %d rows in doubt cannot be looked at: %v; the next run looks again", d.undecided(), err)}
	}
	if stop != nil && (d.idle || d.hold(l.width())) {
		l.halt(stop)
	}
}

// idsIn are the ids of all that the views show.
func idsIn(views ...settle.View) []string {
	ids := []string{}
	for _, v := range views {
		for _, e := range v.Entries {
			ids = append(ids, e.IDMessage)
		}
	}
	return ids
}

// chatsIn are the chats under which the views show outgoing messages, by id.
func chatsIn(views ...settle.View) map[string]string {
	chats := map[string]string{}
	for _, v := range views {
		for _, e := range v.Entries {
			if !e.Incoming && e.IDMessage != "" {
				chats[e.IDMessage] = e.ChatID
			}
		}
	}
	return chats
}

// passing tells a failed reading that is worth asking for again.
func passing(err error) bool {
	var api *greenapi.APIError
	return !errors.As(err, &api) || api.Status == 429 || api.Status >= 500
}
