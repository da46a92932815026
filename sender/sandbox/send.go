package sandbox

import (
	"net/http"
	"time"
)

// sendContact queues a card, if message and account are in order.
func (s *Sandbox) sendContact(c call) reply {
	if refusal, refused := s.stateRefusal(); refused {
		return refusal
	}
	if c.problem != nil {
		return *c.problem
	}
	a := Acceptance{
		IDMessage:       s.newID(),
		ChatID:          c.message.chatID,
		Contact:         c.message.contact,
		QuotedMessageID: c.message.quotedMessageID,
		Request:         c.number,
		RequestedAt:     c.now,
		AcceptedAt:      c.now.Add(c.late),
	}
	if err := s.keep(a); err != nil {
		return refuse(http.StatusInternalServerError, err.Error())
	}
	s.accepted++
	s.catchUp(c.now)
	return reply{status: http.StatusOK, body: struct {
		IDMessage string `json:"idMessage"`
	}{a.IDMessage}}
}

// stateRefusal is the answer of an account that takes no messages.
func (s *Sandbox) stateRefusal() (reply, bool) {
	const bad = http.StatusBadRequest
	switch s.record.state {
	case StateStarting, StateNone:
		return refuse(bad, "instance in starting process try later"), true
	case StateNotAuthorized:
		return refuse(bad, "instance is starting or not authorized"), !s.options.Quirks.QueueUnauthorized
	case StateBlocked:
		return refuse(bad, "instance is starting or not authorized"), true
	case StateSuspended:
		return refuse(http.StatusForbidden, "Your account is suspended"), true
	}
	return reply{}, false
}

// overQuota is the 466 answer, when the tariff allows no more.
func (s *Sandbox) overQuota(c call) (reply, bool) {
	limit, limited := s.quota.Calls[c.method]
	if limited && s.served[c.method] >= limit {
		return quotaAnswer(invocation(c.method, s.served[c.method], limit, true), nil), true
	}
	s.served[c.method]++
	chat := c.message.chatID
	if c.method != "sendContact" || s.quota.Chats == 0 || s.chats[chat] || len(s.chats) < s.quota.Chats {
		return reply{}, false
	}
	return quotaAnswer(invocation(c.method, s.served[c.method], limit, false), s.correspondents()), true
}

// window is a limiter's memory: the times of the last requests let through, oldest at next.
type window struct {
	times []time.Time
	next  int
}

// allow keeps a method's limit in every sliding second. Refused requests do not count.
func (s *Sandbox) allow(method string, perSecond int, now time.Time) bool {
	if s.options.Limits < 0 {
		return true
	}
	w := s.limits[method]
	if w == nil {
		w = &window{times: make([]time.Time, max(1, int(float64(perSecond)*s.options.Limits)))}
		s.limits[method] = w
	}
	if oldest := w.times[w.next]; !oldest.IsZero() && now.Sub(oldest) < time.Second {
		return false
	}
	w.times[w.next] = now
	w.next = (w.next + 1) % len(w.times)
	return true
}
