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
	// measured is the drain as it was seen, where that is slower than Delay.
	measured time.Duration

	movedAt    time.Time // when it was last seen to move, or empty
	left, most int       // messages that left it since it was empty, by the counts, and the most of that
}

// standsAfter is how long a queue may stand still with messages in it.
const standsAfter = 15 * time.Minute

// Drain is the time between two messages that leave the queue: the delay, or as seen where that is slower.
func (b Backlog) Drain() time.Duration { return max(b.Delay, b.measured) }

// NewBacklog makes a backlog as it was read for the first time.
func NewBacklog(delay time.Duration, count int, readAt time.Time) Backlog {
	return Backlog{Delay: delay, Count: count, ReadAt: readAt, movedAt: readAt}
}

// Read takes in the queue's length as read at that time, and learns from it how fast the
// queue drains. That shows only while it is never empty, over half a minute or more, since
// the API renews the count only every ten seconds, and unless others fill it faster than it
// drains. WhatsApp is known to stretch a mailing to 30 seconds a message.
func (b *Backlog) Read(now time.Time, count int) {
	took, left := now.Sub(b.ReadAt), b.Count+b.Posted-count
	// What was posted within the count's age seems to have left already: the sum rises by that once, and no more
	// while nothing moves.
	if b.left += left; b.left > b.most || count == 0 {
		b.Moved(now)
	}
	switch {
	case count < 20:
		b.measured = 0
	case took >= 30*time.Second && left > 0:
		b.measured = min(took/time.Duration(left), 30*time.Second)
	}
	if b.measured < b.Delay*6/5 { // as good as the setting
		b.measured = 0
	}
	b.Count, b.ReadAt, b.Posted = count, now, 0
}

// Assume goes on from the estimate where the queue could not be read: that shows no movement.
func (b *Backlog) Assume(now time.Time) { b.Count, b.ReadAt, b.Posted = b.Estimate(now), now, 0 }

// Moved takes in that a message left the queue before that time, as other evidence than its length may show:
// others can fill it as fast as it drains.
func (b *Backlog) Moved(now time.Time) {
	if now.After(b.movedAt) {
		b.movedAt = now
	}
	b.most = b.left
}

// Still returns for how long the queue was not seen to move with messages in it.
func (b Backlog) Still(now time.Time) time.Duration {
	if b.Delay <= 0 || b.Count+b.Posted == 0 {
		return 0
	}
	return max(0, now.Sub(b.movedAt))
}

// MovedAt returns when the queue was last seen to move.
func (b Backlog) MovedAt() time.Time { return b.movedAt }

// StandsAfter is for how long a queue must not have moved to be taken to stand still: longer where its own delay is.
func (b Backlog) StandsAfter() time.Duration { return max(standsAfter, 3*b.Delay) }

// Full reports whether posting must hold until the queue has been read again.
func (b Backlog) Full() bool { return b.Delay > 0 && b.Count+b.Posted >= b.room() }

// ReadNext returns when the queue is worth reading again: every minute, since others fill it
// too; while it is full, when enough of it can have drained. The API renews the count only
// every ten seconds.
func (b Backlog) ReadNext() time.Time {
	if !b.Full() {
		return b.ReadAt.Add(time.Minute)
	}
	over := b.Count + b.Posted - b.room() + 1
	return b.ReadAt.Add(min(max(10*time.Second, time.Duration(over)*b.Drain()), time.Minute))
}

// Estimate is the queue's length now if it drained at its delay and nobody else filled it.
func (b Backlog) Estimate(now time.Time) int {
	if b.Delay <= 0 {
		return 0
	}
	return max(0, b.Count+b.Posted-int(now.Sub(b.ReadAt)/b.Drain()))
}

func (b Backlog) room() int { return max(1, min(maxQueued, int(maxDrain/b.Drain()))) }
