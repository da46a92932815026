package settle

import (
	"iter"
	"slices"
	"strings"
	"time"
	"unicode"

	"contactcast/internal/card"
)

// Candidate is a message that is free to be sent.
type Candidate struct {
	Message int64
	Body    card.Card
}

// Candidates looks up what is free to be sent.
type Candidates struct {
	// InChat returns the messages to a chat with a card of that number.
	InChat func(chatID string, phone int64) []Candidate
	// Anywhere yields the messages with a card of one of these numbers, to whatever chat.
	Anywhere func(phones []int64) iter.Seq[Candidate]
}

// Unrecorded is an id that the account shows and the ledger does not own, with the card of a planned message.
type Unrecorded struct {
	IDMessage string
	// Messages it may be, never none. One may be marked accepted under this id; of several, nobody knows which, and
	// none of them should be sent. Several ids may be the same message, which then was sent more than once.
	Messages []int64
	// Shown is the time the account shows; zero if it shows none.
	Shown time.Time
}

// Hidden are the ids of one card that the account shows under hidden-number chat ids (@lid), which do not show to whom
// it went, and the planned messages that hold this card.
type Hidden struct {
	IDs         []string
	First, Last time.Time // as shown; zero if no time is
	// Messages is one more than there are ids when there are more: then nobody knows which of them were sent.
	Messages []int64
}

// Sure reports whether all of the messages were sent: there are no more of them than ids.
func (h Hidden) Sure() bool { return len(h.Messages) <= len(h.IDs) }

// FindUnrecorded finds cards that were sent and that this ledger does not know of: the sign of a lost, restored or second
// ledger. Times do not matter: a card of last week that shows today was sent too. unnamed are attempts that may have
// been accepted under ids that nobody knows, those in doubt among them: each accounts for one card like its own. owns
// reports the ids that are accounted for.
func FindUnrecorded(views []View, unnamed []Doubt, owns func(idMessage string) bool, plan Candidates) ([]Unrecorded, []Hidden) {
	var found []Unrecorded
	var groups []*group
	taken := map[int64]bool{}
	unnamed = slices.Clone(unnamed)
	all, _ := records(views)
	for _, r := range all {
		if r.kind != Contact || owns(r.id) {
			continue
		}
		if i := slices.IndexFunc(unnamed, r.fits); i >= 0 {
			unnamed = slices.Delete(unnamed, i, i+1)
			continue
		}
		u := Unrecorded{IDMessage: r.id, Shown: r.shown}
		for _, chatID := range r.chats {
			for _, p := range inChat(plan, chatID, r.phone) {
				if r.holds(p.Body) && !slices.Contains(u.Messages, p.Message) {
					u.Messages = append(u.Messages, p.Message)
					taken[p.Message] = true
				}
			}
		}
		switch {
		case len(u.Messages) > 0:
			found = append(found, u)
		case r.isHidden() && r.phone != 0:
			groups = grouped(groups, r)
		}
	}
	return found, hidden(groups, unnamed, taken, plan)
}

// inChat looks a chat up under both numbers by which WhatsApp may know one person.
func inChat(plan Candidates, chatID string, phone int64) []Candidate {
	found := plan.InChat(chatID, phone)
	digits, _ := strings.CutSuffix(chatID, "@c.us")
	if other, country := card.Alternative(digits); country != "" {
		found = append(found, plan.InChat(other+"@c.us", phone)...)
	}
	return found
}

// holds is matches for a message whose chat was looked up, and may be spelt otherwise.
func (r *record) holds(body card.Card) bool {
	if r.request != nil {
		return r.request.Contact == body.Contact && r.request.QuotedMessageID == body.QuotedMessageID
	}
	return r.phone == body.Contact.PhoneContact && !contradicts(r.name, body.Contact)
}

// isHidden reports whether the record's chat is known by hidden-number ids only.
func (r *record) isHidden() bool {
	return !slices.ContainsFunc(r.chats, func(chatID string) bool { return !strings.HasSuffix(chatID, "@lid") })
}

// group are the records that show the same card.
type group struct {
	Hidden
	phone int64
	name  string
	rows  [closest + 1][]int64 // planned messages, by how closely they hold that card
}

func grouped(groups []*group, r *record) []*group {
	name := strings.Join(sortedWords(r.name), " ")
	i := slices.IndexFunc(groups, func(g *group) bool { return g.phone == r.phone && g.name == name })
	if i < 0 {
		i = len(groups)
		groups = append(groups, &group{phone: r.phone, name: name})
	}
	g := groups[i]
	g.IDs = append(g.IDs, r.id)
	if !r.shown.IsZero() && (g.First.IsZero() || r.shown.Before(g.First)) {
		g.First = r.shown
	}
	if r.shown.After(g.Last) {
		g.Last = r.shown
	}
	return groups
}

// hidden counts the planned messages with each group's card.
func hidden(groups []*group, unnamed []Doubt, taken map[int64]bool, plan Candidates) (all []Hidden) {
	byPhone := map[int64][]*group{}
	var phones []int64
	for _, g := range groups {
		for _, d := range unnamed {
			if len(g.IDs) > 0 && g.phone == d.Body.Contact.PhoneContact && closeness(g.name, d.Body.Contact) > 0 {
				g.IDs = g.IDs[1:]
			}
		}
		if len(g.IDs) == 0 {
			continue
		}
		if byPhone[g.phone] == nil {
			phones = append(phones, g.phone)
		}
		byPhone[g.phone] = append(byPhone[g.phone], g)
	}
	if len(phones) == 0 {
		return nil
	}
	for p := range plan.Anywhere(phones) {
		for _, g := range byPhone[p.Body.Contact.PhoneContact] {
			how := closeness(g.name, p.Body.Contact)
			if how > 0 && !taken[p.Message] && len(g.rows[how]) <= len(g.IDs) {
				g.rows[how] = append(g.rows[how], p.Message)
			}
		}
	}
	for _, g := range groups {
		for how := closest; how > 0 && len(g.IDs) > 0; how-- {
			if g.Messages = g.rows[how]; len(g.Messages) > 0 {
				all = append(all, g.Hidden)
				break
			}
		}
	}
	return all
}

// closest says that the name shown is the contact's, whatever the order of its words.
const closest = 3

// closeness is how closely a contact agrees with the name shown, whose composition is not documented: not at all (0),
// in a word (1), in all words shown (2), in all words there are (closest).
func closeness(shown string, c card.Contact) int {
	seen := sortedWords(shown)
	names, company := sortedWords(c.FirstName+" "+c.MiddleName+" "+c.LastName), sortedWords(c.Company)
	switch {
	case contradicts(shown, c):
		return 0
	case len(seen) == 0:
		return 1
	case slices.Equal(seen, names), len(names) == 0 && slices.Equal(seen, company):
		return closest
	}
	for _, w := range seen {
		if !slices.Contains(names, w) && !slices.Contains(company, w) {
			return 1
		}
	}
	return closest - 1
}

// sortedWords are a text's words.
func sortedWords(text string) []string {
	all := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	slices.Sort(all)
	return all
}
