package sender

import (
	"context"

	"contactcast/internal/card"
	"contactcast/sender/ledger"
)

// claims hands out a job's pending messages in the order of their rows. A message whose
// chat and phone another one shares that is in flight or in doubt is put aside until
// that one is settled: two alike must not be able to claim each other's id.
type claims struct {
	job    int64
	ledger *ledger.Ledger
	ahead  []ledger.Message // read from the ledger, not handed out yet
	after  int              // the last row read
	ended  bool             // the ledger has no more
	again  []ledger.Message // handed out and nothing was sent, or put aside until now
	aside  map[chatPhone][]ledger.Message
	taken  ledger.Message // the last handed out
	busy   map[chatPhone]int

	fromAgain bool // peek returned the first of again
}

const readAhead = 512

func newClaims(l *ledger.Ledger, job int64) *claims {
	return &claims{ledger: l, job: job, busy: map[chatPhone]int{}, aside: map[chatPhone][]ledger.Message{}}
}

// block puts messages aside that share chat and phone with that card, which is in doubt, until release.
func (c *claims) block(m card.Card) { c.busy[chatPhoneOf(m)]++ }

// peek returns the message that is next, if one is free to be sent.
func (c *claims) peek(ctx context.Context) (ledger.Message, bool, error) {
	for {
		if m, ok := c.firstAgain(); ok {
			return m, true, nil
		}
		if len(c.ahead) == 0 {
			if err := c.fill(ctx); err != nil || len(c.ahead) == 0 {
				return ledger.Message{}, false, err
			}
		}
		m := c.ahead[0]
		k := chatPhoneOf(m.Card)
		if c.busy[k] == 0 {
			return m, true, nil
		}
		c.ahead = c.ahead[1:]
		c.aside[k] = append(c.aside[k], m)
	}
}

// firstAgain returns the first message handed back whose chat and phone are free, and puts it first.
func (c *claims) firstAgain() (ledger.Message, bool) {
	for i, m := range c.again {
		if c.busy[chatPhoneOf(m.Card)] == 0 {
			c.again[0], c.again[i] = c.again[i], c.again[0]
			c.fromAgain = true
			return m, true
		}
	}
	c.fromAgain = false
	return ledger.Message{}, false
}

func (c *claims) fill(ctx context.Context) (err error) {
	if c.ended {
		return nil
	}
	c.ahead, err = c.ledger.Pending(ctx, c.job, c.after, readAhead)
	if len(c.ahead) > 0 {
		c.after = c.ahead[len(c.ahead)-1].Row
	}
	c.ended = len(c.ahead) < readAhead
	return err
}

// take hands out the message that peek returned.
func (c *claims) take() {
	list := &c.ahead
	if c.fromAgain {
		list = &c.again
	}
	c.taken = (*list)[0]
	c.block(c.taken.Card)
	*list = (*list)[1:]
}

// pass leaves the message that peek returned for another day.
func (c *claims) pass() {
	c.take()
	c.release(c.taken)
}

// giveBack returns a message of which nothing was sent. One that lies ahead, as an earlier
// run's doubt may, is still to be read.
func (c *claims) giveBack(m ledger.Message) {
	c.release(m)
	if m.Row <= c.after || c.ended {
		c.again = append(c.again, m)
	}
}

// release frees a message's chat and phone for others.
func (c *claims) release(m ledger.Message) {
	k := chatPhoneOf(m.Card)
	if c.busy[k]--; c.busy[k] > 0 {
		return
	}
	delete(c.busy, k)
	switch waits := c.aside[k]; len(waits) {
	case 0:
		return
	case 1:
		delete(c.aside, k)
		c.again = append(c.again, waits[0])
	default:
		c.aside[k] = waits[1:]
		c.again = append(c.again, waits[0])
	}
}

// waiting counts the messages that others hold up.
func (c *claims) waiting() int {
	n := len(c.again)
	for _, waits := range c.aside {
		n += len(waits)
	}
	return n
}
