package sender

import (
	"context"
	"slices"

	"contactcast/sender/ledger"
)

// share is a lane's part of the messages.
type share struct {
	*dispatcher
	lane int32
	wake chan struct{} // holds a token when there may be something to do

	bound, routed []int32          // its own rows that are still to be read: from before the run, and from then on; each in order
	ahead         []ledger.Message // its own, read
	again         []ledger.Message // its own, handed back or put aside until now
	limited       bool             // it may not write to chats that are new to it
	hungry        bool             // it found nothing when it looked, and nothing was given to it since
	parked        bool             // it has nothing to do
	left          bool             // it has ended
}

// offer is the message that is a lane's next; without one there is none. It is taken by take, if it is still there.
type offer struct {
	ledger.Message
	from *[]ledger.Message
	own  bool // no other lane may take it
}

func (o offer) some() bool { return o.from != nil }

func offerOf(list *[]ledger.Message, own bool) offer { return offer{(*list)[0], list, own} }

// peek returns the message that is next for the lane, if one is free to be sent.
func (s *share) peek(ctx context.Context) (offer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		s.hungry = true
		o, err := s.find(ctx)
		if o.some() || err != nil || s.hungry {
			s.hungry = !o.some()
			return o, err
		}
		// what it found on its way was its own
	}
}

func (s *share) find(ctx context.Context) (offer, error) {
	if s.first(s.again) {
		return offerOf(&s.again, true), nil
	}
	own, err := s.next(ctx)
	if err != nil || s.limited && s.anyUnlimited() {
		return s.offer(own, nil), err
	}
	rest, err := s.shared(ctx, s)
	return s.offer(own, rest), err
}

// offer is the earlier of two lists' first messages.
func (s *share) offer(own, rest *[]ledger.Message) offer {
	switch {
	case own == nil && rest == nil:
		return offer{}
	case rest == nil || own != nil && (*own)[0].Row < (*rest)[0].Row:
		return offerOf(own, true)
	}
	_, owned := s.owners[chatKey((*rest)[0].ChatID)]
	return offerOf(rest, owned || len(s.shares) == 1)
}

// anyUnlimited reports whether a lane may write to new chats.
func (d *dispatcher) anyUnlimited() bool {
	return slices.ContainsFunc(d.shares, func(s *share) bool { return !s.left && !s.limited })
}

// next returns the list whose first message is the next of the lane's own, or nil.
func (s *share) next(ctx context.Context) (*[]ledger.Message, error) {
	for {
		if len(s.ahead) == 0 {
			if err := s.readOwn(ctx); err != nil || len(s.ahead) == 0 {
				return nil, err
			}
		}
		m := s.ahead[0]
		k := chatPhoneOf(m.Card)
		if s.busy[k] == 0 {
			return &s.ahead, nil
		}
		s.held[m.ID] = true
		s.aside[k] = append(s.aside[k], m)
		s.ahead = s.ahead[1:]
	}
}

// ownAhead is how many of its own messages a lane reads at once: a thousand lanes must not hold the list in memory.
const ownAhead = 64

// readOwn reads the lane's next own rows.
func (s *share) readOwn(ctx context.Context) (err error) {
	for len(s.ahead) == 0 && len(s.bound)+len(s.routed) > 0 {
		var rows []int32
		for len(rows) < ownAhead && len(s.bound)+len(s.routed) > 0 {
			from := &s.bound
			if len(s.bound) == 0 || len(s.routed) > 0 && s.routed[0] < s.bound[0] {
				from = &s.routed
			}
			rows = append(rows, (*from)[0])
			*from = (*from)[1:]
		}
		if s.ahead, err = s.rows(ctx, rows); err != nil {
			return err
		}
	}
	return nil
}

// take claims the message of an offer, and reports whether it was still to be had.
func (s *share) take(o offer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.limit > 0 && s.used >= s.limit || !s.remove(o) {
		return false
	}
	s.used++
	s.held[o.ID] = true
	s.busy[chatPhoneOf(o.Card)]++
	if s.owners != nil {
		if k := chatKey(o.ChatID); !o.own {
			s.owners[k] = owner{lane: s.lane}
		}
	}
	return true
}

// remove takes an offer's message off its list.
func (s *share) remove(o offer) bool {
	list := *o.from
	if len(list) == 0 || list[0].ID != o.ID {
		return false
	}
	*o.from = list[1:]
	return true
}

// turnAway leaves a message to lanes that may write to chats that are new to them; if there is none, for another day.
func (s *share) turnAway(o offer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.limited {
		s.limited = true
		if !s.anyUnlimited() {
			s.dispatcher.rouse()
		}
	}
	if o.own || !s.anyUnlimited() {
		if s.remove(o) {
			delete(s.held, o.ID)
		}
	}
}

// nextDay takes in that the lane may write to new chats again.
func (s *share) nextDay() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limited = false
}

// park takes in that the lane has nothing to do. It reports whether that holds until it is roused, and whether it holds
// for all lanes, so that the run is over.
func (s *share) park() (parked, over bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.hungry {
		return false, false
	}
	if s.over {
		return true, true
	}
	if !s.parked {
		s.parked = true
		s.idle()
	}
	return true, s.over
}

// idle counts a lane less that has something to do.
func (d *dispatcher) idle() {
	if d.working--; d.working == 0 {
		d.over = true
		for _, s := range d.shares {
			s.signal()
		}
	}
}

// rouse has the lane look again, if it found nothing.
func (s *share) rouse() {
	if !s.hungry {
		return
	}
	s.hungry = false
	if s.parked && !s.over {
		s.parked = false
		s.working++
	}
	s.signal()
}

func (s *share) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// leave takes in that the lane has ended: what it never wrote to is others' now.
func (s *share) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left = true
	given := append(s.again, s.ahead...)
	s.orphans = append(s.orphans, s.routed...)
	s.again, s.ahead, s.bound, s.routed = nil, nil, nil, nil
	for _, m := range given {
		s.place(m)
	}
	if len(s.orphans) > 0 || !s.anyUnlimited() {
		s.dispatcher.rouse()
	}
	if !s.parked {
		s.idle()
	}
}
