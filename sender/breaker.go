package sender

import (
	"time"

	"contactcast/sender/greenapi"
)

// breaker stops posting when answers that cannot be used pile up: better a few rows
// in doubt than a heap of them.
type breaker struct {
	recent  [20]bool // the last answers, true for doubt
	next    int
	row     int // doubts in a row
	open    bool
	trials  int              // rows tried since it opened that ended in doubt, too
	backoff greenapi.Backoff // over those trials
}

const (
	maxDoubtsInRow = 10
	maxTrials      = 5
)

// doubt counts an answer that left its row in doubt. A trial is a row that was posted
// alone because the breaker was open.
func (b *breaker) doubt(trial bool) {
	if trial {
		b.trials++
	}
	b.row++
	b.count(true)
	b.open = b.open || b.row >= maxDoubtsInRow || b.inDoubt() >= len(b.recent)/2
}

// answered counts an answer that can be used.
func (b *breaker) answered() {
	b.row = 0
	b.count(false)
}

// accepted closes the breaker: one row came through.
func (b *breaker) accepted() {
	if b.open {
		*b = breaker{}
	}
	b.answered()
}

// untilTrial returns how long to wait before the next row is tried: longer for every trial in vain.
func (b *breaker) untilTrial(now time.Time) time.Duration { return b.backoff.Fail(now, 0) }

// hopeless reports whether too many single rows were tried in vain.
func (b *breaker) hopeless() bool { return b.trials >= maxTrials }

func (b *breaker) count(doubt bool) {
	b.recent[b.next%len(b.recent)] = doubt
	b.next++
}

func (b *breaker) inDoubt() int {
	n := 0
	for _, d := range b.recent {
		if d {
			n++
		}
	}
	return n
}
