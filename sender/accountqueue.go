package sender

import (
	"context"
	"errors"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

// listAfter is how long a queue must not have moved for its listing to be read with its length.
const listAfter = 5 * time.Minute

// accountQueue watches the account's queue. Posting holds while it is full.
type accountQueue struct {
	backlog  pace.Backlog
	counting bool             // a request is under way
	head     string           // the first message of its listing, when that was last read
	failed   greenapi.Backoff // over readings
}

func newAccountQueue(a AccountInfo) accountQueue {
	return accountQueue{backlog: pace.NewBacklog(a.Delay, a.Queued, a.ReadAt)}
}

// holds reports whether posting must wait until it drains.
func (q *accountQueue) holds() bool { return q.backlog.Full() }

// why says what posting waits for while it holds, and when that is given up.
func (q *accountQueue) why() ledger.Wait {
	return ledger.Wait{Reason: words.New("queue/wait"), Until: q.backlog.MovedAt().Add(q.backlog.StandsAfter())}
}

// accepted takes in that a message of ours entered it.
func (q *accountQueue) accepted() { q.backlog.Posted++ }

// wait returns how long until it is due to be counted.
func (q *accountQueue) wait(now time.Time) time.Duration {
	if q.counting || q.backlog.Delay <= 0 {
		return forever
	}
	return max(q.backlog.ReadNext().Sub(now), 0)
}

// begin takes in that it is being counted, and reports whether its listing is wanted, too.
func (q *accountQueue) begin(now time.Time) (list bool) {
	q.counting = true
	return q.backlog.Still(now) >= listAfter
}

// counted takes in a reading, and returns why the run must end, or nil.
func (q *accountQueue) counted(now time.Time, seen queueCount, err error) *StopError {
	q.counting = false
	still := time.Duration(0)
	var stop *StopError
	if err == nil {
		q.failed.Reset()
		q.backlog.Read(now, seen.length)
	} else { // an API that does not say is taken to drain as it said, but not for ever
		q.failed.Fail(now, 0)
		still = q.failed.Failing(now)
		q.backlog.Assume(now)
		stop = putOff(err)
	}
	if seen.head != "" && q.head != "" && seen.head != q.head {
		q.backlog.Moved(now)
	}
	q.head = seen.head
	if still = max(still, q.backlog.Still(now)); stop == nil && still >= q.backlog.StandsAfter() {
		stop = standingStop(q.backlog.Count, still, err)
	}
	return stop
}

// drain is the time between two messages that leave it.
func (q *accountQueue) drain() time.Duration { return q.backlog.Drain() }

// length is its length now, as far as is known.
func (q *accountQueue) length(now time.Time) int { return q.backlog.Estimate(now) }

// drained is when what it holds now will have left it, at the pace at which it is seen to drain.
func (q *accountQueue) drained(now time.Time) time.Time {
	return now.Add(time.Duration(q.length(now)) * q.drain())
}

// ahead is how long what it held at that time takes to leave it by the account's own delay; 0 if it held nothing.
func (q *accountQueue) ahead(at time.Time) time.Duration {
	return time.Duration(q.length(at)) * q.backlog.Delay
}

// sinceCounted is how long what it held when it was last counted takes to leave it.
func (q *accountQueue) sinceCounted() time.Duration {
	return time.Duration(q.backlog.Count) * q.drain()
}

// queueCount is what one reading shows of the account's queue: its length, and the first message of its listing where
// that was read.
type queueCount struct {
	length int
	head   string
}

// countQueue reads the queue's length, and its listing if that is wanted, too. Not every version of the API counts:
// the listing then does, which hides the message at its head.
func countQueue(ctx context.Context, c *greenapi.Client, list bool) (queueCount, error) {
	n, err := c.GetMessagesCount(ctx)
	var api *greenapi.APIError
	counts := err == nil || !errors.As(err, &api) || api.Status == 429
	if counts && (err != nil || !list) {
		return queueCount{length: n}, err
	}
	q, listed := c.ShowMessagesQueue(ctx)
	if !counts {
		n, err = len(q.Messages)+1, listed
	}
	if len(q.Messages) == 0 {
		return queueCount{length: n}, err
	}
	return queueCount{n, q.Messages[0].IDMessage}, err
}
