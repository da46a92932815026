package sender

import (
	"context"
	"runtime"
	"sync"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// posting is a message on its way: its intent is made durable, then its request is
// made, then its outcome is made durable.
type posting struct {
	ledger.Message
	trial bool // alone, because the breaker was open
	fresh bool // to a chat that counts as new today

	attempt ledger.Begun
	durable greenapi.Instant // when its intent was
	sets    int              // how often the API's clock had been set by then
	verdict verdict
	err     error // of the request
}

// committer makes intents and outcomes durable, one commit after the other: what gathers
// during one shares the next, so that the intent that takes a slot costs no more than the
// outcome that left it. At no moment does the ledger hold more open intents than slots.
type committer struct {
	ledger *ledger.Ledger
	wake   chan struct{} // holds one token while something has gathered

	mu    sync.Mutex
	ended []*posting
	begun []*posting
}

func newCommitter(l *ledger.Ledger) *committer {
	return &committer{ledger: l, wake: make(chan struct{}, 1)}
}

// begin has an intent made durable, end an outcome.
func (c *committer) begin(p *posting) { c.gather(&c.begun, p) }
func (c *committer) end(p *posting)   { c.gather(&c.ended, p) }

func (c *committer) gather(list *[]*posting, p *posting) {
	c.mu.Lock()
	*list = append(*list, p)
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// commit makes durable what has gathered.
func (c *committer) commit() (ended, begun []*posting, err error) {
	runtime.Gosched() // whoever is about to add something does so first: a larger commit costs little more
	c.mu.Lock()
	ended, begun = c.ended, c.begun
	c.ended, c.begun = nil, nil
	c.mu.Unlock()
	if len(ended)+len(begun) == 0 { // the commit before took what the token stood for
		return nil, nil, nil
	}
	endings := make([]ledger.Ending, len(ended))
	for i, p := range ended {
		endings[i] = ledger.Ending{Attempt: p.attempt.Attempt, Outcome: p.verdict.Outcome}
	}
	messages := make([]ledger.Message, len(begun))
	for i, p := range begun {
		messages[i] = p.Message
	}
	attempts, err := c.ledger.Commit(endings, messages)
	durable := greenapi.Moment()
	for i, a := range attempts {
		begun[i].attempt, begun[i].durable = a, durable
	}
	return ended, begun, err
}

// work runs the committer and the requests until stop is called, which must be when none is under way.
func (l *lane) work() (stop func()) {
	requests := make(chan *posting, l.width())
	var workers sync.WaitGroup
	for range l.width() {
		workers.Go(func() {
			for p := range requests {
				l.request(p)
			}
		})
	}
	workers.Go(func() {
		defer close(requests)
		for range l.committer.wake {
			ended, begun, err := l.committer.commit()
			var left []*posting
			if err == nil {
				for _, p := range begun {
					if p.attempt.Left != "" {
						left = append(left, p)
						continue
					}
					requests <- p
				}
			}
			if len(ended)+len(left) > 0 || err != nil {
				l.events <- func() { l.committed(ended, begun, err); l.leftOut(left) }
			}
		}
	})
	return func() {
		close(l.committer.wake)
		workers.Wait()
	}
}

// request makes a posting's request, once.
func (l *lane) request(p *posting) {
	l.throughCeiling()
	// No context of the run's: an interrupt must not cut a request short, the client has its own timeout.
	receipt, err := l.Client.SendIntended(context.Background(), p.Card, p.durable)
	p.verdict, p.err = judge(receipt, err), err
	l.events <- func() { l.answered(p) }
}
