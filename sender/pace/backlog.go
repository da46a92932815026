package pace

import "time"

const (
	// maxQueued and maxDrain bound what may wait in the account's queue. What waits more
	// than 24 hours there is deleted without a word, a stop should take effect soon, and
	// doubt must stay decidable.
	maxQueued = 400
	maxDrain  = time.Hour
)

// Backlog is what is known of the account's queue, other senders' messages included.
type Backlog struct {
	// Delay is the queue's delay between two messages; 0 means that there is no queue.
	Delay time.Duration
	// Count is the queue's length when it was last read; the zero time if never.
	Count  int
	ReadAt time.Time
	// Posted counts our own messages accepted since then.
	Posted int
}

// Full tells whether posting must hold until the queue has been read again.
func (b Backlog) Full() bool { return b.Delay > 0 && b.Count+b.Posted >= b.room() }

// ReadNext returns when the queue is worth reading again: while it is full, when enough of it
// can have drained; else every minute, since others fill it too. The API renews the count
// only every ten seconds.
func (b Backlog) ReadNext() time.Time {
	if !b.Full() {
		return b.ReadAt.Add(time.Minute)
	}
	over := b.Count + b.Posted - b.room() + 1
	return b.ReadAt.Add(max(10*time.Second, time.Duration(over)*b.Delay))
}

// Estimate is the queue's length now if it drained at its delay and nobody else filled it.
func (b Backlog) Estimate(now time.Time) int {
	if b.Delay <= 0 {
		return 0
	}
	return max(0, b.Count+b.Posted-int(now.Sub(b.ReadAt)/b.Delay))
}

func (b Backlog) room() int { return max(1, min(maxQueued, int(maxDrain/b.Delay))) }
