package sandbox

import "net/http"

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
	}
	return reply{}, false
}
