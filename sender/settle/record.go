package settle

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"contactcast/internal/card"
	"contactcast/sender/greenapi"
)

// clockSlack is how far our idea of the server's clock may be off. Too much costs nothing (our own earlier ids are known
// as such), too little would take a message for older than its own attempt.
const clockSlack = greenapi.ClockSlack

// record is what all views together say about one id. Views complete each other: the queue has the request, the journal
// a first sight, getMessage and the chat's history the true time and, for an @lid entry, the chat.
type record struct {
	id      string
	kind    Type
	chats   []string // every chat id it was shown under
	phone   int64
	name    string
	request *card.Card
	queued  time.Time // when a queue first showed it, our clock
	sent    time.Time // our clock; zero while only queue and journal have shown it
	shown   time.Time // as the account shows it, for people
	// latest is a time the message surely does not lie after, our clock: the least of all its times, since its last
	// change is never earlier than the message. Zero when no view with a known clock showed a time.
	latest time.Time
}

// records merges the outgoing entries of all views by id, in order of first appearance.
func records(views []View) (all []*record, byID map[string]*record) {
	byID = map[string]*record{}
	for _, v := range views {
		for _, e := range v.Entries {
			if e.Incoming || e.IDMessage == "" {
				continue
			}
			r := byID[e.IDMessage]
			if r == nil {
				r = &record{id: e.IDMessage}
				byID[e.IDMessage] = r
				all = append(all, r)
			}
			r.add(v, e)
		}
	}
	return all, byID
}

func (r *record) add(v View, e Entry) {
	r.kind = max(r.kind, e.Type) // a stub may turn out to be anything, never the other way round
	r.shownIn(e.ChatID)
	if v.Source == ChatHistory {
		r.shownIn(v.ChatID) // it is in that chat, even if its own chat id reads @lid
	}
	if r.phone == 0 {
		r.phone = e.Phone
	}
	if r.name == "" {
		r.name = e.DisplayName
	}
	if v.Source == Queue && (r.queued.IsZero() || v.ReadAt.Before(r.queued)) {
		r.queued = v.ReadAt
	}
	if e.Request != nil {
		r.kind, r.request, r.phone = Contact, e.Request, e.Request.Contact.PhoneContact
		r.shownIn(e.Request.ChatID)
	}
	if !e.Time.IsZero() && (r.shown.IsZero() || e.Time.Before(r.shown)) {
		r.shown = e.Time
	}
	r.dated(v, e.Time)
}

// dated notes a time. Without the server's clock a time says nothing about the attempt's start in ours.
func (r *record) dated(v View, t time.Time) {
	if t.IsZero() || !v.SkewKnown || v.Source == Queue {
		return
	}
	t = t.Add(-v.Skew)
	if v.Source == ChatHistory || v.Source == Message {
		r.sent = t
	}
	// Times are cut to whole seconds, so the message may lie up to a second later.
	if t = t.Add(time.Second); r.latest.IsZero() || t.Before(r.latest) {
		r.latest = t
	}
}

func (r *record) shownIn(chatID string) {
	if chatID != "" && !slices.Contains(r.chats, chatID) {
		r.chats = append(r.chats, chatID)
	}
}

// matches reports whether the record shows this card in this chat. The queue holds the request itself and must agree in
// everything. The rest shows a card: chat and number must agree, and the name must not contradict.
func (r *record) matches(body card.Card) bool {
	if r.request != nil {
		return *r.request == body
	}
	return r.kind == Contact && r.phone == body.Contact.PhoneContact &&
		slices.Contains(r.chats, body.ChatID) && !contradicts(r.name, body.Contact)
}

// fits reports whether the record can be taken for the message in doubt.
func (r *record) fits(d Doubt) bool {
	return r.matches(d.Body) && !r.before(d)
}

// mayBe reports whether the record cannot be ruled out as the message in doubt: the veto of absence. Only another number, a
// known type or an earlier time rule it out. A chat id does not, since the service may show @lid for a number it was
// sent to; a name does not, since its composition is not documented; but a request names its chat. Nor
// does a time that lies only a little earlier, up to slop: our clock may have been set back since the attempt.
func (r *record) mayBe(d Doubt, slop time.Duration) bool {
	if r.kind == Other || r.earlier(d, slop) {
		return false
	}
	if r.request != nil && r.request.ChatID != d.Body.ChatID {
		return false
	}
	return r.phone == 0 || r.phone == d.Body.Contact.PhoneContact
}

// before reports whether the message surely lies before the attempt's start: somebody's older card, not this one.
func (r *record) before(d Doubt) bool { return r.earlier(d, clockSlack) }

func (r *record) earlier(d Doubt, slop time.Duration) bool {
	return !r.latest.IsZero() && r.latest.Add(slop).Before(d.Start)
}

// confirmed reports whether it is known not to be an old card that was read today, whose journal time is new: before has tried a time of
// the message itself, or it turned up in the queue, which shows no times, only after the attempt had started.
func (r *record) confirmed(d Doubt) bool {
	return !r.sent.IsZero() || r.request != nil && !r.queued.Before(d.startBy())
}

// older reports whether it may be older than the attempt, since a clock was wrong and nobody knows when that started.
func (r *record) older(d Doubt) bool {
	return !r.latest.IsZero() && r.latest.Add(clockSlack).Before(d.startBy())
}

// unclear reports whether getMessage could show more about the record.
func (r *record) unclear() bool {
	return r.sent.IsZero() || r.kind == Stub || r.phone == 0
}

// contradicts reports whether the card's names and the name shown have not a single word in common. Nothing finer is safe.
func contradicts(shown string, c card.Contact) bool {
	shown = strings.ToLower(shown)
	words := strings.FieldsFunc(strings.ToLower(strings.Join([]string{c.FirstName, c.MiddleName, c.LastName, c.Company}, " ")),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if strings.TrimSpace(shown) == "" || len(words) == 0 {
		return false
	}
	return !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(shown, w) })
}
