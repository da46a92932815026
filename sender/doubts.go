package sender

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/settle"
)

const (
	// defaultSettle is how long the evidence must be silent before a row is sent again: late
	// acceptance by the server, two minutes of the journal's lag, and a reserve.
	defaultSettle = 5 * time.Minute
	// lookFor is how long evidence is looked for: the service keeps nothing longer that it has not sent.
	lookFor = greenapi.QueueLife
	// decideEvery is how often decisions are taken while there is something new to decide on.
	decideEvery = time.Second
	// maxUndecided is how many rows may be in doubt before posting pauses: no heap of doubt.
	maxUndecided = 64
	// maxShown is how many messages may be posted over a doubt before posting pauses until it is
	// decided: a journal that is cut off shows nothing for sure. The rest is for other senders, and
	// for older messages that change.
	maxShown = greenapi.MaxListed * 4 / 5
)

// doubts are the account's messages in doubt, and the evidence read about them so far.
type doubts struct {
	account     *ledger.Account
	clocks      *clocks
	settleAfter time.Duration
	decide      func(settle.Evidence, time.Time) []settle.Verdict

	open  []openDoubt
	views []settle.View
	owned map[string]bool // ids in the views that the ledger owns

	stale     bool // there is something new to decide on
	decidedAt time.Time
	idle      bool // nothing was being posted then
	shown     int  // our messages that a journal back to the oldest doubt would show, as of the last decision
	posted    int  // accepted since
	blind     bool // a doubt proved undecidable: the journal shows nothing that waiting could help

	due      bool        // a reading is planned
	next     settle.Read // which
	readAt   time.Time   // when
	reading  bool        // its request is under way
	sets     int         // how often the API's clock had been set when that began
	failed   greenapi.Backoff
	retryAt  time.Time // no reading before
	failures int       // in a row
}

// openDoubt is one message in doubt. A final one is not decided any more by this run.
type openDoubt struct {
	ledger.Message
	settle settle.Doubt
	span   span
	posted time.Time // by the clock that never runs backwards
	ours   bool      // it came into doubt in this run
	final  bool
	over   bool // it is no longer in doubt
}

// newDoubt makes a doubt to be settled. What waits behind the queue that stood before its attempt shows nowhere but in
// the queue, until that has drained, which takes as long as ahead.
func newDoubt(d ledger.Doubt, s span, ahead time.Duration) openDoubt {
	o := openDoubt{Message: d.Message, span: s, posted: d.StartedAt,
		settle: settle.Doubt{Message: d.ID, Body: d.Card, Exhausted: d.Exhausted}}
	if ahead > 0 && !s.wrong {
		o.settle.Drained = s.Start.Add(ahead)
	}
	o.dated()
	return o
}

// dated gives the doubt the times of its span.
func (o *openDoubt) dated() {
	o.settle.Start, o.settle.StartBy, o.settle.End = o.span.Start, o.span.StartBy, o.span.End
}

// undecided reports whether evidence may still settle it in this run.
func (o *openDoubt) undecided() bool { return !o.final && !o.over }

// add takes in a message that came into doubt.
func (d *doubts) add(o openDoubt) {
	d.open, d.stale = append(d.open, o), true
}

// accepted takes in that a message came through, which a journal will show.
func (d *doubts) accepted() { d.posted++ }

// undecided counts the doubts that evidence may still settle.
func (d *doubts) undecided() int {
	n := 0
	for i := range d.open {
		if d.open[i].undecided() {
			n++
		}
	}
	return n
}

// holds reports whether posting must pause until doubts are decided.
func (d *doubts) holds(inFlight int) bool {
	n := d.undecided()
	return n > max(maxUndecided, 4*inFlight) || n > 0 && !d.blind && d.shown+d.posted >= maxShown
}

// why says what posting waits for while it pauses.
func (d *doubts) why() ledger.Wait {
	return ledger.Wait{Reason: words.New("evidence/wait", "n", d.undecided(), "settle", d.settleAfter)}
}

// worthWaiting reports whether a reading to come may settle a doubt.
func (d *doubts) worthWaiting() bool { return d.undecided() > 0 && (d.due || d.stale) }

// oldest is when the first attempt began that is undecided, or that time if none did before it.
func (d *doubts) oldest(at time.Time) time.Time {
	for i := range d.open {
		if o := &d.open[i]; o.undecided() && o.settle.Start.Before(at) {
			at = o.settle.Start
		}
	}
	return at
}

// followClock takes in that the API's clock was set, or that one that should never be was: what is in doubt is put as
// far apart as both times allow, and what was read by the old time is read again.
func (d *doubts) followClock() error {
	set, ok := d.clocks.step()
	if !ok {
		return nil
	}
	attempt, err := d.account.LastAttemptID(context.Background())
	d.clocks.follow(set, attempt)
	var anew []ledger.Redated
	for i := range d.open {
		o := &d.open[i]
		o.span = o.span.since([]clockSet{{ClockSet: set}})
		if o.dated(); !o.settle.Drained.IsZero() {
			o.settle.Drained = o.settle.Drained.Add(set.By)
		}
		if !o.span.wrong {
			anew = append(anew, ledger.Redated{Message: o.Message, Start: o.span.Start, End: later(o.span.StartBy, o.span.End)})
		}
	}
	d.views, d.stale = nil, true
	return errors.Join(err, d.account.Redate(anew))
}

// disbelieve gives up doubts of which nobody knows when they were, and all if the API's clock was set too often.
func (d *doubts) disbelieve() error {
	for i := range d.open {
		o := &d.open[i]
		if o.final || !o.span.wrong && !d.clocks.unsteady() {
			continue
		}
		o.final = true
		err := d.account.Remark(o.Message, words.New("doubt/undated"), false)
		if err != nil {
			return err
		}
	}
	return nil
}

// wait returns how long until the next reading is due.
func (d *doubts) wait(now time.Time) time.Duration {
	if d.reading || !d.due || d.undecided() == 0 {
		return forever
	}
	return max(0, later(d.readAt, d.retryAt).Sub(now))
}

// begin takes in that the next reading is being made, and returns which.
func (d *doubts) begin() settle.Read {
	d.reading, d.sets = true, len(d.clocks.sets)
	return d.next
}

// maxUnreadable is how many readings in a row fail before an answer that cannot be parsed is final: a moment's mishap may
// have spoilt it.
const maxUnreadable = 3

// mayRetry reports whether a failed reading is no reading, and is to be made again.
func (d *doubts) mayRetry(err error) bool {
	return err != nil && passing(err) && (!unreadable(err) || d.failures < maxUnreadable)
}

// saw takes in a view, and which of the ids in it the ledger owns. What was read is decided on at once, so that each
// method is asked as often as it may be. If the API's clock was set meanwhile, the view is of a time that is none.
func (d *doubts) saw(v settle.View, owned map[string]bool) {
	d.reading, d.due, d.stale, d.decidedAt = false, false, true, time.Time{}
	d.failed.Reset()
	d.failures = 0
	if d.owned == nil {
		d.owned = map[string]bool{}
	}
	maps.Copy(d.owned, owned)
	if d.sets == len(d.clocks.sets) {
		d.views = append(d.views, v)
	}
}

// unread takes in that a reading failed, and will be made again. It returns why the run must end if nothing else is
// left to do, or nil.
func (d *doubts) unread(now time.Time, err error) *StopError {
	d.reading = false
	d.failures++
	d.retryAt = now.Add(d.failed.Fail(now, 0))
	if stop := putOff(err); stop != nil {
		return stop
	}
	if d.failed.Failing(now) < patience {
		return nil
	}
	return &StopError{Reason: words.New("evidence", "n", d.undecided(), "cause", err), Err: err}
}

// forget drops views that say nothing about any doubt that is still to be decided.
func (d *doubts) forget() {
	if d.undecided() == 0 {
		d.views, d.owned = nil, nil
		return
	}
	first := d.oldest(d.clocks.now())
	d.views = slices.DeleteFunc(d.views, func(v settle.View) bool { return v.ReadAt.Before(first) })
}
