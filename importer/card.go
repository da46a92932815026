package importer

import (
	"encoding/json"
	"fmt"
	"strconv"

	"contactcast/sender/greenapi"
)

// mostBytes is the size of a request that the API refuses: its documentation
// says that a JSON body over 100 kB answers 500 "request entity too large".
const mostBytes = 100_000

// named tells whether a card has one of the four names.
func named(c greenapi.Contact) bool {
	return c.FirstName != "" || c.MiddleName != "" || c.LastName != "" || c.Company != ""
}

// checkCard returns what is wrong with a card that was given whole, or nil.
func (r *reader) checkCard(c greenapi.Contact) *Problem {
	if !named(c) {
		return &Problem{Field: "name", Code: "missing", Text: textNoName}
	}
	return r.lengthProblem(len(strconv.FormatInt(c.PhoneContact, 10)))
}

// sizeProblem refuses a message that is too large for one request.
func sizeProblem(m greenapi.ContactMessage) *Problem {
	c := m.Contact
	text := len(m.ChatID) + len(m.QuotedMessageID) + len(c.FirstName) + len(c.MiddleName) + len(c.LastName) + len(c.Company)
	if text < mostBytes/8 {
		return nil // a byte becomes six at most: \u0000
	}
	if body, err := json.Marshal(m); err == nil && len(body) < mostBytes {
		return nil
	}
	return &Problem{Code: "bad-row", Text: fmt.Sprintf(
		"the card is too large: the API refuses a request of more than %d kB; shorten the names", mostBytes/1000)}
}
