package sender

import (
	"runtime"
	"sync"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// committer makes the intents and outcomes of all lanes durable, one commit after the other: what gathers
// during one shares the next, so that the intent that takes a slot costs no more than the
// outcome that left it. At no moment does the ledger hold more open intents than slots.
type committer struct {
	run  *ledger.Run
	wake chan struct{} // holds one token while something has gathered

	mu     sync.Mutex
	ended  []*posting
	begun  []*posting
	noted  bool // the ledger was told to remember something, which no commit has written yet
	closed bool
}

func newCommitter(r *ledger.Run) *committer {
	return &committer{run: r, wake: make(chan struct{}, 1)}
}

// begin has an intent made durable, end an outcome.
func (c *committer) begin(p *posting) { c.gather(&c.begun, p) }
func (c *committer) end(p *posting)   { c.gather(&c.ended, p) }

// notesWait is how long what status shows may wait for a commit of something else.
const notesWait = time.Second

// note has what the ledger was told to remember written with the next commit, soon.
func (c *committer) note() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.noted {
		c.noted = true
		time.AfterFunc(notesWait, func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.signal()
		})
	}
}

// close ends the committer, when nothing is gathered any more.
func (c *committer) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	close(c.wake)
}

func (c *committer) gather(list *[]*posting, p *posting) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*list = append(*list, p)
	c.signal()
}

func (c *committer) signal() {
	if c.closed {
		return
	}
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
	noted := c.noted
	c.ended, c.begun, c.noted = nil, nil, false
	c.mu.Unlock()
	if len(ended)+len(begun) == 0 {
		if noted {
			err = c.run.Flush()
		}
		return nil, nil, err // else the commit before took what the token stood for
	}
	endings := make([]ledger.Ending, len(ended))
	for i, p := range ended {
		endings[i] = ledger.Ending{Attempt: p.attempt.Attempt, Outcome: p.verdict.Outcome}
	}
	intents := make([]ledger.Intent, len(begun))
	for i, p := range begun {
		intents[i] = ledger.Intent{Message: p.Message, Account: p.lane.Account}
	}
	attempts, err := c.run.Commit(endings, intents)
	durable := greenapi.Moment()
	for i, a := range attempts {
		begun[i].attempt, begun[i].durable = a, durable
	}
	return ended, begun, err
}
