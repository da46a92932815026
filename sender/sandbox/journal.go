package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// lastOutgoingMessages lists messages of any chat whose last change lies in the minutes asked for (a day's by
// default), the last to leave first. It is cut at 500 entries; times are those of the last change.
func (s *Sandbox) lastOutgoingMessages(c call) reply {
	minutes, err := strconv.Atoi(cmp.Or(c.query.Get("minutes"), "1440"))
	if err != nil || minutes <= 0 {
		return refuse(http.StatusBadRequest, invalid("'minutes' must be a positive number"))
	}
	since := s.clock.shows(c.now).Add(-time.Duration(minutes) * time.Minute)
	longest := max(s.options.ReadAfter, deliveredAfter)
	list := []journalEntry{}
	more := false
	for i := len(s.record.entries) - 1; i >= 0 && !more; i-- {
		e := &s.record.entries[i]
		if len(s.clock.sets) == 0 && s.clock.shows(e.LeavesAt.Add(longest)).Before(since) {
			break // and all before it
		}
		status, changed := s.status(e, c.now)
		if !s.shown(e, c.now) || s.clock.shows(changed).Before(since) {
			continue
		}
		if more = len(list) == pageSize && !s.options.Quirks.JournalWhole; !more {
			list = append(list, s.journalEntry(e, c.now, status, changed))
		}
	}
	if more && s.options.Quirks.JournalBroken {
		return reply{status: http.StatusOK, body: strayComma(list)}
	}
	return reply{status: http.StatusOK, body: list}
}

// strayComma is the listing as an old release of the service wrote it.
func strayComma(list []journalEntry) []byte {
	body, _ := json.Marshal(list) // plain structs: it cannot fail
	return append(body[:len(body)-1], ",]"...)
}

type chatQuery struct {
	ChatID    string `json:"chatId"`
	IDMessage string `json:"idMessage"`
	Count     *int   `json:"count"`
}

// getChatHistory lists a chat's messages, newest first, 100 unless told otherwise; times are those of sending.
func (s *Sandbox) getChatHistory(c call) reply {
	var q chatQuery
	if problem := decodeQuery(c.body, &q); problem != "" {
		return refuse(http.StatusBadRequest, problem)
	}
	count := 100
	if q.Count != nil {
		count = *q.Count
	}
	list := []journalEntry{}
	i, known := s.record.byChat[s.chatOf(q.ChatID)]
	for ; known && i >= 0 && len(list) < count; i = s.record.entries[i].previous {
		if e := &s.record.entries[i]; s.shown(e, c.now) {
			list = append(list, s.asSent(e, c.now))
		}
	}
	return reply{status: http.StatusOK, body: list}
}

// getMessage shows one message, or a stub before it is in the journal and if its recipient has no account.
func (s *Sandbox) getMessage(c call) reply {
	var q chatQuery
	if problem := decodeQuery(c.body, &q); problem != "" {
		return refuse(http.StatusBadRequest, problem)
	}
	if q.IDMessage == "" {
		return refuse(http.StatusBadRequest, invalid("'idMessage' is required"))
	}
	i, ok := s.record.byID[q.IDMessage]
	if !ok || !s.sameChat(s.record.entries[i].ChatID, q.ChatID) {
		return refuse(http.StatusBadRequest, "bad request data")
	}
	e := &s.record.entries[i]
	if status, _ := s.status(e, c.now); status == "noAccount" || !s.shown(e, c.now) {
		return reply{status: http.StatusOK, body: stub()}
	}
	return reply{status: http.StatusOK, body: s.asSent(e, c.now)}
}

func (s *Sandbox) sameChat(chat, asked string) bool {
	return asked == chat || s.options.Quirks.LidChats && asked == lid(chat)
}

func decodeQuery(body []byte, q *chatQuery) (problem string) {
	if err := json.Unmarshal(body, q); err != nil {
		return "bad request data"
	}
	if q.ChatID == "" {
		return invalid("'chatId' is required")
	}
	return ""
}
