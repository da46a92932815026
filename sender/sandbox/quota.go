package sandbox

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// quotaStatus is one half of a 466 body.
type quotaStatus struct {
	Method      string `json:"method"`
	Used        int    `json:"used"`
	Total       int    `json:"total"` // zero means no limit
	Status      string `json:"status"`
	Description string `json:"description,omitempty"`
}

type quotaBody struct {
	Invoke         quotaStatus  `json:"invokeStatus"`
	Correspondents *quotaStatus `json:"correspondentsStatus,omitempty"`
}

// statusQuota is the API's own code for a used-up quota.
const statusQuota = 466

const goBusiness = "Please go to your personal account and change the tariff to business https://console.green-api.com"

func quotaAnswer(invoke quotaStatus, correspondents *quotaStatus) reply {
	return reply{status: statusQuota, body: quotaBody{invoke, correspondents}}
}

// invocation tells how much of a method's monthly calls is used.
func invocation(method string, used, total int, exceeded bool) quotaStatus {
	q := quotaStatus{Method: strings.ToLower(method), Used: used, Total: total, Status: "QUOTE_ALLOWED"}
	if exceeded {
		q.Status, q.Description = "QUOTE_EXCEEDED", "Monthly quota has been exceeded. "+goBusiness
	}
	return q
}

// correspondents tells that no further chat may be written to.
func (s *Sandbox) correspondents() *quotaStatus {
	chats := strings.Join(slices.Sorted(maps.Keys(s.chats)), ",")
	return &quotaStatus{
		Method: "correspondents", Used: s.quota.Chats, Total: s.quota.Chats, Status: "CORRESPONDENTS_QUOTE_EXCEEDED",
		Description: fmt.Sprintf("Monthly quota has been exceeded. "+
			"You can only send or receive messages from these numbers: %s. %s", chats, goBusiness),
	}
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
