package sender

import (
	"sync"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// totals add up what the lanes have done, and tell who observes the run. Its methods may be called from several goroutines.
type totals struct {
	tell func(Progress)

	mu      sync.Mutex
	total   Progress
	lanes   []laneTotals
	open    int // lanes that have not ended
	waiting int // of those, the ones that wait
	changed bool
	listed  time.Time // when Waits was last made
}

type laneTotals struct {
	name  string
	last  Progress
	wait  ledger.Wait
	ended bool
}

// waitsEvery is how often Waits is made anew at most: a thousand lanes may wait for a moment with every message.
const waitsEvery = 20 * time.Millisecond

func newTotals(lanes int, tell func(Progress)) *totals {
	return &totals{tell: tell, lanes: make([]laneTotals, lanes), open: lanes}
}

// observe takes in where a lane stands and what it waits for.
func (t *totals) observe(lane int, name string, p Progress, wait ledger.Wait) {
	if t.tell == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	l := &t.lanes[lane]
	t.total = t.total.plus(p, 1).plus(l.last, -1)
	t.changed = t.changed || !l.wait.Until.Equal(wait.Until) || l.wait.Code() != wait.Code()
	t.waiting += waits(wait) - waits(l.wait)
	l.name, l.last, l.wait = name, p, wait
	t.show(wait)
}

// end takes in that a lane has ended.
func (t *totals) end(lane int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open--
	t.lanes[lane].ended = true
}

func (t *totals) show(last ledger.Wait) {
	t.total.Waiting = words.Fact{}
	if t.waiting > 0 && t.waiting == t.open {
		t.total.Waiting = t.why(last)
	}
	if now := time.Now(); len(t.lanes) > 1 && t.changed && now.Sub(t.listed) >= waitsEvery {
		t.changed, t.listed = false, now
		t.total.Waits = t.list()
	}
	t.tell(t.total)
}

// why is what one of the lanes waits for.
func (t *totals) why(last ledger.Wait) words.Fact {
	if last.Reason.Code != "" {
		return last.Reason
	}
	for _, l := range t.lanes {
		if l.wait.Reason.Code != "" {
			return l.wait.Reason
		}
	}
	return words.Fact{}
}

func (t *totals) list() (all []LaneWait) {
	for _, l := range t.lanes {
		if l.wait.Reason.Code != "" {
			all = append(all, LaneWait{l.name, l.wait})
		}
	}
	return all
}

// waits is 1 if a lane waits.
func waits(w ledger.Wait) int {
	if w.Reason.Code == "" {
		return 0
	}
	return 1
}
