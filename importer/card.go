package importer

import (
	"encoding/json"
	"strconv"

	"contactcast/internal/card"
	"contactcast/internal/words"
)

// checkCard returns what is wrong with a card that was given whole, or nil.
func (r *reader) checkCard(c card.Contact) *Problem {
	if !c.Named() {
		return &Problem{Field: "name", Reason: words.New("missing/name")}
	}
	return r.lengthProblem(len(strconv.FormatInt(c.PhoneContact, 10)))
}

// sizeProblem refuses a message that is too large for one request.
func sizeProblem(m card.Card) *Problem {
	c := m.Contact
	text := len(m.ChatID) + len(m.QuotedMessageID) + len(c.FirstName) + len(c.MiddleName) + len(c.LastName) + len(c.Company)
	if text < card.MostBytes/8 {
		return nil // a byte becomes six at most: \u0000
	}
	if body, err := json.Marshal(m); err == nil && len(body) < card.MostBytes {
		return nil
	}
	return problem("bad-row/too-large", "kB", card.MostBytes/1000)
}
