package sender

import (
	"context"
	"hash/maphash"
	"slices"
	"sync"

	"contactcast/internal/card"
	"contactcast/sender/ledger"
)

// dispatcher hands out a job's pending messages in the order of their rows, each to one lane. A chat that one of the
// run's accounts wrote to before is its lane's, and so is one from the first claim on: the recipient knows that number.
// All lanes share one cursor over the rest, so that a slow lane holds up nobody.
//
// A message whose chat and phone another one shares that is in flight or in doubt, on whatever account, is put aside
// until that one is settled: two alike must not be able to claim each other's id.
//
// Its methods, and those of its shares, may be called from several goroutines.
type dispatcher struct {
	ledger *ledger.Ledger
	job    int64
	limit  int // how many messages the run may send; 0 is no limit

	mu      sync.Mutex
	shares  []*share
	ahead   []ledger.Message  // read from the ledger, nobody's yet
	after   int               // the last row read
	ended   bool              // the ledger has no more
	free    []ledger.Message  // nobody's: handed back, or put aside until now
	orphans []int32           // rows of lanes that ended, of chats they never wrote to
	owners  map[uint64]owner  // of chats; nil while there is one lane
	held    map[int64]bool    // messages in somebody's hands: claimed, in doubt, put aside or handed back
	busy    map[chatPhone]int // how many messages in flight or in doubt share them
	aside   map[chatPhone][]ledger.Message
	used    int // messages claimed, less those of which nothing was sent
	working int // lanes that have something to do, or may have
	over    bool
	stop    *StopError // ends all lanes
}

// owner is whose a chat is.
type owner struct {
	lane  int32
	wrote bool // it wrote to the chat, or may have; else it only claimed it
	known bool // from before the run: its rows are in the lane's own list
}

// chatSeed makes keys of chats: a map of millions of them holds no texts.
var chatSeed = maphash.MakeSeed()

func chatKey(chatID string) uint64 { return maphash.String(chatSeed, chatID) }

// chatPhone is what two messages must share to be mistaken for each other.
type chatPhone struct {
	chatID string
	phone  int64
}

func chatPhoneOf(m card.Card) chatPhone { return chatPhone{m.ChatID, m.Contact.PhoneContact} }

const readAhead = 512

// newDispatcher makes one for so many lanes.
func newDispatcher(l *ledger.Ledger, job int64, lanes, limit int) *dispatcher {
	d := &dispatcher{ledger: l, job: job, limit: limit, working: lanes,
		held: map[int64]bool{}, busy: map[chatPhone]int{}, aside: map[chatPhone][]ledger.Message{}}
	for i := range lanes {
		d.shares = append(d.shares, &share{dispatcher: d, lane: int32(i), wake: make(chan struct{}, 1)})
	}
	if lanes > 1 {
		d.owners = map[uint64]owner{}
	}
	return d
}

// bind gives a row, the next, to the lane whose account last wrote to its chat. It is called before the run begins.
func (d *dispatcher) bind(row int, chatID string, lane int) {
	d.owners[chatKey(chatID)] = owner{lane: int32(lane), wrote: true, known: true}
	s := d.shares[lane]
	s.bound = append(s.bound, int32(row))
}

// block puts messages aside that share chat and phone with that card, which is in doubt, until a message that does is released.
func (d *dispatcher) block(m card.Card) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.busy[chatPhoneOf(m)]++
}

// hold takes in that a message is in doubt, so that only its lane hands it back.
func (d *dispatcher) hold(m ledger.Message) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.held[m.ID] = true
}

// halt ends all lanes, if nothing has yet.
func (d *dispatcher) halt(why *StopError) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop == nil {
		d.stop = why
	}
	for _, s := range d.shares {
		s.signal()
	}
}

// explain gives what ends all lanes another explanation.
func (d *dispatcher) explain(was, now *StopError) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop == was {
		d.stop = now
	}
}

// stopped returns what ends all lanes, or nil.
func (d *dispatcher) stopped() *StopError {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.stop
}

// full reports whether the run has sent as many messages as it may, with those under way.
func (d *dispatcher) full() bool {
	if d.limit <= 0 {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.used >= d.limit
}

// unsent takes in that a claimed message was not sent.
func (d *dispatcher) unsent() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.used--
}

// waiting counts the messages that others hold up.
func (d *dispatcher) waiting() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := len(d.free)
	for _, s := range d.shares {
		n += len(s.again)
	}
	for _, waits := range d.aside {
		n += len(waits)
	}
	return n
}

// release frees a message's chat and phone for others; what becomes of it is decided.
func (d *dispatcher) release(m ledger.Message) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.held, m.ID)
	d.unblock(m.Card)
}

// giveBack returns a message of which nothing was sent.
func (d *dispatcher) giveBack(m ledger.Message) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.unblock(m.Card)
	d.place(m)
}

// owned reports whether a chat is a lane's.
func (d *dispatcher) owned(chatID string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.has(chatKey(chatID))
}

// own makes a chat that is nobody's that lane's, which wrote to it before.
func (d *dispatcher) own(chatID string, lane int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if k := chatKey(chatID); !d.has(k) {
		d.owners[k] = owner{lane: int32(lane), wrote: true}
	}
}

func (d *dispatcher) has(k uint64) bool {
	_, owned := d.owners[k]
	return owned
}

// wrote takes in that the lane that claimed a message's chat wrote to it, or may have.
func (d *dispatcher) wrote(m ledger.Message) {
	if d.owners == nil {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	k := chatKey(m.ChatID)
	if o, owned := d.owners[k]; owned {
		o.wrote = true
		d.owners[k] = o
	}
}

func (d *dispatcher) unblock(c card.Card) {
	k := chatPhoneOf(c)
	if d.busy[k]--; d.busy[k] > 0 {
		return
	}
	delete(d.busy, k)
	waits := d.aside[k]
	switch len(waits) {
	case 0:
		return
	case 1:
		delete(d.aside, k)
	default:
		d.aside[k] = waits[1:]
	}
	d.place(waits[0])
}

// place puts a message where the lane finds it whose it is, or all do.
func (d *dispatcher) place(m ledger.Message) {
	o, owned := d.owners[chatKey(m.ChatID)]
	if owned && d.shares[o.lane].left && o.wrote { // the recipient knows a number that writes no more in this run
		delete(d.held, m.ID)
		return
	}
	d.held[m.ID] = true
	if owned && !d.shares[o.lane].left {
		s := d.shares[o.lane]
		s.again = append(s.again, m)
		s.rouse()
		return
	}
	delete(d.owners, chatKey(m.ChatID))
	d.free = append(d.free, m)
	d.rouse()
}

// rouse has all lanes look again that found nothing to do.
func (d *dispatcher) rouse() {
	for _, s := range d.shares {
		if !s.left {
			s.rouse()
		}
	}
}

// first returns the first message of a list whose chat and phone are free, and puts it first.
func (d *dispatcher) first(list []ledger.Message) bool {
	for i, m := range list {
		if d.busy[chatPhoneOf(m.Card)] == 0 {
			list[0], list[i] = list[i], list[0]
			return true
		}
	}
	return false
}

// shared returns the list whose first message is the next of those that are nobody's, or that lane's, or nil.
func (d *dispatcher) shared(ctx context.Context, asks *share) (*[]ledger.Message, error) {
	if err := d.adopt(ctx); err != nil {
		return nil, err
	}
	d.replace()
	if d.first(d.free) {
		return &d.free, nil
	}
	for {
		if len(d.ahead) == 0 {
			if err := d.fill(ctx); err != nil || len(d.ahead) == 0 {
				return nil, err
			}
		}
		m := d.ahead[0]
		switch k := chatPhoneOf(m.Card); {
		case d.route(m, asks):
		case d.busy[k] > 0:
			d.held[m.ID] = true
			d.aside[k] = append(d.aside[k], m)
		default:
			return &d.ahead, nil
		}
		d.ahead = d.ahead[1:]
	}
}

// replace gives messages that were nobody's to the lanes that claimed others of their chats meanwhile.
func (d *dispatcher) replace() {
	var owned []ledger.Message
	d.free = slices.DeleteFunc(d.free, func(m ledger.Message) bool {
		_, is := d.owners[chatKey(m.ChatID)]
		if is {
			owned = append(owned, m)
		}
		return is
	})
	for _, m := range owned {
		d.place(m)
	}
}

// route gives a message to the lane whose its chat is, and reports whether that is another one than asks.
func (d *dispatcher) route(m ledger.Message, asks *share) bool {
	o, owned := d.owners[chatKey(m.ChatID)]
	if !owned {
		return false
	}
	s := d.shares[o.lane]
	switch {
	case o.known: // it is in the lane's own list
	case s == asks:
		return false
	case s.left && o.wrote:
	case s.left:
		delete(d.owners, chatKey(m.ChatID))
		return false
	default:
		s.routed = append(s.routed, int32(m.Row))
		s.rouse()
	}
	return true
}

// fill reads messages ahead that are nobody's.
func (d *dispatcher) fill(ctx context.Context) error {
	for len(d.ahead) == 0 && !d.ended {
		read, err := d.ledger.Pending(ctx, d.job, d.after, readAhead)
		if err != nil {
			return err
		}
		if len(read) > 0 {
			d.after = read[len(read)-1].Row
		}
		d.ended = len(read) < readAhead
		d.ahead = slices.DeleteFunc(read, func(m ledger.Message) bool { return d.held[m.ID] })
	}
	return nil
}

// adopt reads rows of lanes that ended, and places them.
func (d *dispatcher) adopt(ctx context.Context) error {
	for len(d.free) == 0 && len(d.orphans) > 0 {
		n := min(len(d.orphans), readAhead)
		read, err := d.rows(ctx, d.orphans[:n])
		if err != nil {
			return err
		}
		d.orphans = d.orphans[n:]
		for _, m := range read {
			d.place(m)
		}
	}
	return nil
}

// rows reads the messages of rows that are still pending, and in nobody's hands.
func (d *dispatcher) rows(ctx context.Context, rows []int32) ([]ledger.Message, error) {
	numbers := make([]int, len(rows))
	for i, r := range rows {
		numbers[i] = int(r)
	}
	read, err := d.ledger.PendingRows(ctx, d.job, numbers)
	return slices.DeleteFunc(read, func(m ledger.Message) bool { return d.held[m.ID] }), err
}
