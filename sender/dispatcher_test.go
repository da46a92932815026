package sender

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"contactcast/internal/card"
	"contactcast/sender/ledger"
)

// rowsOf are n sendable rows, so many to each chat, which stand apart.
func rowsOf(n, toEach int) iter.Seq2[ledger.Row, error] {
	return func(yield func(ledger.Row, error) bool) {
		for i := range n {
			m := card.Card{ChatID: fmt.Sprintf("7900%07d@c.us", i%(n/toEach)),
				Contact: card.Contact{PhoneContact: 79010000000 + int64(i%2), FirstName: fmt.Sprint("Anna ", i)}}
			if !yield(ledger.Row{Number: i + 2, Source: []string{}, Message: m}, nil) {
				return
			}
		}
	}
}

// desk is a dispatcher over a list, and what it has handed out.
type desk struct {
	*dispatcher
	t     *testing.T
	times map[int]int // how often each row was handed out, less those handed back
}

func newDesk(t *testing.T, rows iter.Seq2[ledger.Row, error], lanes, limit int) *desk {
	t.Helper()
	l, err := ledger.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	job, err := l.Plan(t.Context(), ledger.Plan{Job: "list"}, rows)
	if err != nil {
		t.Fatal(err)
	}
	return &desk{newDispatcher(l, job.ID, lanes, limit), t, map[int]int{}}
}

// next is what a lane is offered.
func (d *desk) next(lane int) offer {
	d.t.Helper()
	o, err := d.shares[lane].peek(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return o
}

// take has a lane claim what it is offered.
func (d *desk) take(lane int) (ledger.Message, bool) {
	d.t.Helper()
	o := d.next(lane)
	if !o.some() || !d.shares[lane].take(o) {
		return ledger.Message{}, false
	}
	if d.times[o.Row]++; d.times[o.Row] > 1 {
		d.t.Errorf("row %d was handed out again", o.Row)
	}
	return o.Message, true
}

func (d *desk) giveBack(m ledger.Message) {
	d.times[m.Row]--
	d.dispatcher.giveBack(m)
}

// sends has a lane claim and send what it is offered, and returns the rows.
func (d *desk) sends(lane, n int) (rows []int) {
	d.t.Helper()
	for range n {
		m, ok := d.take(lane)
		if !ok {
			return rows
		}
		d.wrote(m)
		d.release(m)
		rows = append(rows, m.Row)
	}
	return rows
}

func (d *desk) want(what string, got, want any) {
	d.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		d.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// Each message is handed out once, whatever is given back meanwhile: also one that an earlier run left in doubt far
// ahead of where this one reads.
func TestEachMessageIsHandedOutOnce(t *testing.T) {
	const rows = 2*readAhead + 100
	d := newDesk(t, rowsOf(rows, 2), 1, 0)
	ahead, err := d.ledger.Pending(t.Context(), d.job, rows-50, 1)
	if err != nil {
		t.Fatal(err)
	}
	d.block(ahead[0].Card) // as a doubt does
	d.hold(ahead[0])
	var handed []ledger.Message
	for range 10 {
		if m, ok := d.take(0); ok {
			handed = append(handed, m)
		}
	}
	d.dispatcher.giveBack(ahead[0]) // it was not sent
	for _, m := range handed[:3] {
		d.giveBack(m)
	}
	handed = handed[3:]
	for done := 0; ; done++ {
		for m, ok := d.take(0); ok; m, ok = d.take(0) {
			handed = append(handed, m)
		}
		if done == len(handed) {
			break
		}
		if handed[done].Row != ahead[0].Row { // the ledger still has it pending
			d.release(handed[done])
		}
	}
	d.release(ahead[0])
	d.sends(0, rows)
	for row := 2; row < rows+2; row++ {
		if d.times[row] != 1 {
			t.Errorf("row %d was handed out %d times", row, d.times[row])
		}
	}
	if d.waiting() != 0 {
		t.Errorf("%d wait for nothing", d.waiting())
	}
}

func TestLanesShareOneCursor(t *testing.T) {
	d := newDesk(t, rowsOf(10, 1), 3, 0)
	d.want("first", d.sends(0, 2), []int{2, 3})
	d.want("second", d.sends(1, 1), []int{4})
	d.want("first again", d.sends(0, 3), []int{5, 6, 7})
	d.want("third, the rest", d.sends(2, 100), []int{8, 9, 10, 11})
	d.want("nothing is left", d.next(0).some(), false)
}

// A chat is a lane's from its first claim on, also while others are at work.
func TestAChatStaysWithItsLane(t *testing.T) {
	d := newDesk(t, rowsOf(6, 2), 2, 0) // chats 0 1 2 0 1 2
	m, _ := d.take(0)
	d.want("chat 0", m.Row, 2)
	d.want("chats 1 and 2", d.sends(1, 100), []int{3, 4, 6, 7})
	d.giveBack(m)
	d.want("what was handed back", d.sends(0, 1), []int{2})
	d.want("the rest of chat 0", d.sends(0, 100), []int{5})
}

// Rows of chats that an account wrote to before are its lane's, in their order among the rest, and a slow lane holds up nobody.
func TestBoundRows(t *testing.T) {
	d := newDesk(t, rowsOf(10, 1), 2, 0)
	for _, row := range []int{3, 4, 9} {
		d.bind(row, fmt.Sprintf("7900%07d@c.us", row-2), 1)
	}
	d.want("the first lane takes none of them", d.sends(0, 4), []int{2, 5, 6, 7})
	d.want("the second's own are next", d.sends(1, 3), []int{3, 4, 8})
	d.want("the first takes the rest", d.sends(0, 100), []int{10, 11})
	d.want("the second its last", d.sends(1, 100), []int{9})
}

// A lane that ends leaves to others what it never wrote to, and nothing else.
func TestALaneThatEnds(t *testing.T) {
	d := newDesk(t, rowsOf(8, 2), 2, 0) // chats 0 1 2 3 0 1 2 3
	d.bind(3, "79000000001@c.us", 0)    // rows 3 and 7
	d.bind(7, "79000000001@c.us", 0)
	d.want("chat 0", d.sends(0, 1), []int{2})
	m, _ := d.take(0)
	d.want("its own", m.Row, 3)
	n, _ := d.take(0)
	d.want("chat 2", n.Row, 4)
	d.want("chat 3", d.sends(1, 100), []int{5, 9})
	d.giveBack(m)
	d.giveBack(n)
	d.want("nothing for the second", d.next(1).some(), false)
	d.shares[0].leave()
	d.want("of chat 2 alone", d.sends(1, 100), []int{4, 8})
	if parked, over := d.shares[1].park(); !parked || !over {
		t.Error("it is not over")
	}
	d.want("waiting", d.waiting(), 0)
}

// A lane with nothing to do is not at its end while another may leave it something.
func TestALaneThatRests(t *testing.T) {
	d := newDesk(t, rowsOf(1, 1), 2, 0)
	m, _ := d.take(1)
	d.want("for the first", d.next(0).some(), false)
	if parked, over := d.shares[0].park(); !parked || over {
		t.Errorf("parked %v, over %v", parked, over)
	}
	d.giveBack(m)
	d.shares[1].leave()
	select {
	case <-d.shares[0].wake:
	default:
		t.Error("nobody wakes it")
	}
	d.want("what the second left", d.sends(0, 1), []int{2})
	d.want("then", d.next(0).some(), false)
	if _, over := d.shares[0].park(); !over {
		t.Error("it is not over")
	}
}

// What a lane may not send today, since it would be new to it, another one sends; if none may, it waits for another day.
func TestChatsThatAreTooNew(t *testing.T) {
	d := newDesk(t, rowsOf(6, 1), 2, 0)
	d.bind(5, "79000000003@c.us", 0)
	d.shares[0].turnAway(d.next(0))
	d.want("its own", d.sends(0, 100), []int{5})
	d.want("the other's", d.sends(1, 2), []int{2, 3})
	d.shares[1].turnAway(d.next(1)) // row 4, which nobody may send
	d.want("offered to see whether it is known", d.next(0).Row, 6)
	d.shares[0].turnAway(d.next(0))
	d.want("known to the other", d.sends(1, 100), []int{7})
}

func TestTheLimitIsTheRuns(t *testing.T) {
	d := newDesk(t, rowsOf(9, 1), 3, 5)
	m, _ := d.take(0)
	d.want("second", d.sends(1, 100), []int{3, 4, 5, 6})
	d.want("full", d.full(), true)
	d.want("third", d.sends(2, 100), []int(nil))
	d.unsent()
	d.giveBack(m)
	d.want("full, with one handed back", d.full(), false)
	d.want("first", d.sends(0, 100), []int{2})
}

// Whatever the lanes do, in whichever order: each row is sent once, or was left by a lane that ended; and no chat is
// written to by two lanes.
func TestDispatchingByChance(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 0))
			const rows = 240
			d := newDesk(t, rowsOf(rows, 1+r.IntN(4)), 1+r.IntN(5), 0)
			c := &chance{desk: d, r: r, by: map[string]int{}, hands: make([][]ledger.Message, len(d.shares)), ended: map[int]bool{}}
			c.bindSome()
			for range 40 * rows {
				if c.step() {
					break
				}
			}
			c.end(rows)
		})
	}
}

// chance has lanes do what they may.
type chance struct {
	*desk
	r     *rand.Rand
	by    map[string]int // the lane that wrote to a chat
	hands [][]ledger.Message
	ended map[int]bool
	sent  int
}

func (c *chance) bindSome() {
	if len(c.shares) == 1 {
		return
	}
	all, err := c.ledger.Pending(c.t.Context(), c.job, 0, 1000)
	if err != nil {
		c.t.Fatal(err)
	}
	lanes := map[string]int{}
	for _, m := range all {
		if _, known := lanes[m.ChatID]; !known {
			lanes[m.ChatID] = c.r.IntN(4 * len(c.shares)) // most are nobody's
		}
		if lane := lanes[m.ChatID]; lane < len(c.shares) {
			c.bind(m.Row, m.ChatID, lane)
			c.by[m.ChatID] = lane
		}
	}
}

// step is something that a lane does; it reports whether all is over.
func (c *chance) step() bool {
	lane := c.r.IntN(len(c.shares))
	if c.ended[lane] {
		return len(c.ended) == len(c.shares)
	}
	hands := &c.hands[lane]
	switch n := len(*hands); {
	case n > 0 && c.r.IntN(3) > 0:
		m := (*hands)[n-1]
		*hands = (*hands)[:n-1]
		c.finish(lane, m)
	case n == 0 && c.r.IntN(200) == 0:
		c.ended[lane] = true
		c.shares[lane].leave()
	case n < 4:
		m, ok := c.take(lane)
		if ok {
			*hands = append(*hands, m)
		} else if n == 0 {
			_, over := c.shares[lane].park()
			return over
		}
	}
	return false
}

func (c *chance) finish(lane int, m ledger.Message) {
	if c.r.IntN(3) == 0 {
		c.giveBack(m)
		return
	}
	if by, known := c.by[m.ChatID]; known && by != lane {
		c.t.Errorf("row %d went to a chat of lane %d by lane %d", m.Row, by, lane)
	}
	c.by[m.ChatID] = lane
	c.sent++
	c.wrote(m)
	c.release(m)
}

// end counts what was left.
func (c *chance) end(rows int) {
	all, err := c.ledger.Pending(c.t.Context(), c.job, 0, rows)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, m := range all { // the ledger knows of nothing that was sent
		by, known := c.by[m.ChatID]
		if c.times[m.Row] == 0 && len(c.ended) < len(c.shares) && !(known && c.ended[by]) {
			c.t.Errorf("row %d was not sent, though its lane has not ended", m.Row)
		}
	}
	if n := c.waiting(); n != 0 && len(c.ended) < len(c.shares) {
		c.t.Errorf("%d wait for nothing", n)
	}
	if c.sent == 0 {
		c.t.Error("nothing was sent")
	}
}
