package sender

import (
	"runtime"
	"sync"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// committer makes intents and outcomes durable, one commit after the other: what gathers
// during one shares the next, so that the intent that takes a slot costs no more than the
// outcome that left it. At no moment does the ledger hold more open intents than slots.
type committer struct {
	ledger *ledger.Run
	from   *ledger.Account
	wake   chan struct{} // holds one token while something has gathered

	mu    sync.Mutex
	ended []*posting
	begun []*posting
}

func newCommitter(l *ledger.Run, from *ledger.Account) *committer {
	return &committer{ledger: l, from: from, wake: make(chan struct{}, 1)}
}

// begin has an intent made durable, end an outcome.
func (c *committer) begin(p *posting) { c.gather(&c.begun, p) }
func (c *committer) end(p *posting)   { c.gather(&c.ended, p) }

// close ends the committer, when nothing is gathered any more.
func (c *committer) close() { close(c.wake) }

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
	intents := make([]ledger.Intent, len(begun))
	for i, p := range begun {
		intents[i] = ledger.Intent{Message: p.Message, Account: c.from}
	}
	attempts, err := c.ledger.Commit(endings, intents)
	durable := greenapi.Moment()
	for i, a := range attempts {
		begun[i].attempt, begun[i].durable = a, durable
	}
	return ended, begun, err
}
