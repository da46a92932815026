package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"
)

// sendContactRequest is a sendContact body as far as it could be read.
type sendContactRequest struct {
	chatID          string
	contact         Contact
	quotedMessageID string
}

// The documented forms of a chat id; all are ASCII.
var chatIDForm = regexp.MustCompile(`^(\d+@c\.us|\d+(-\d+)?@g\.us|\d+@lid)$`)

// decodeSendContact reads a body as strictly as the documentation can be read: fields it does not name, strings
// for numbers and the like are refused.
func decodeSendContact(contentType string, body []byte, digits [2]int) (m sendContactRequest, refusal *reply) {
	fields, problem := decodeObject(contentType, body)
	if problem == "" {
		m, problem = readMessage(fields, digits)
	}
	if problem == "" {
		return m, nil
	}
	bad := refuse(http.StatusBadRequest, problem)
	return m, &bad
}

// decodeObject reads a JSON object, or says what is wrong in the words of the API.
func decodeObject(contentType string, body []byte) (fields map[string]json.RawMessage, problem string) {
	if media, _, _ := mime.ParseMediaType(contentType); media != "application/json" || !utf8.Valid(body) {
		return nil, "bad request data"
	}
	err := json.Unmarshal(body, &fields)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return nil, unexpected(body, syntax)
	case err != nil || fields == nil:
		return nil, invalid("'value' must be of type object")
	}
	return fields, ""
}

// unexpected names the first character that is no JSON.
func unexpected(body []byte, err *json.SyntaxError) string {
	if err.Error() == "unexpected end of JSON input" { // encoding/json has no other sign of it
		return "Unexpected end of JSON input"
	}
	position := int(err.Offset) - 1
	r, _ := utf8.DecodeRune(body[position:])
	return fmt.Sprintf("Unexpected token %c in JSON at position %d", r, position)
}

func invalid(details string) string { return "Validation failed. Details: " + details }

// readMessage checks a message field by field. What was read before a problem is returned with it.
func readMessage(fields map[string]json.RawMessage, digits [2]int) (m sendContactRequest, problem string) {
	if m.chatID, problem = text(fields, "chatId", true); problem != "" {
		return m, problem
	}
	if !chatIDForm.MatchString(m.chatID) {
		return m, invalid("Wrong format. 'chatId' must be one of the next formats: " +
			"'phone_number@c.us' or 'group_id@g.us' or 'user_id@lid'")
	}
	if m.quotedMessageID, problem = text(fields, "quotedMessageId", false); problem != "" {
		return m, problem
	}
	if problem = checkTyping(fields["typingTime"]); problem != "" {
		return m, problem
	}
	if problem = unknownField(fields, "chatId", "contact", "quotedMessageId", "typingTime"); problem != "" {
		return m, problem
	}
	raw, ok := fields["contact"]
	if !ok {
		return m, invalid("'contact' is required")
	}
	var card map[string]json.RawMessage
	if json.Unmarshal(raw, &card) != nil || card == nil {
		return m, invalid("'contact' must be of type object")
	}
	m.contact, problem = readContact(card, digits)
	return m, problem
}

func readContact(card map[string]json.RawMessage, digits [2]int) (c Contact, problem string) {
	if c.PhoneContact, problem = phone(card["phoneContact"], digits); problem != "" {
		return c, problem
	}
	for _, name := range []struct {
		field string
		value *string
	}{
		{"firstName", &c.FirstName}, {"middleName", &c.MiddleName}, {"lastName", &c.LastName}, {"company", &c.Company},
	} {
		if *name.value, problem = text(card, name.field, false); problem != "" {
			return c, problem
		}
	}
	if c.FirstName+c.MiddleName+c.LastName+c.Company == "" {
		return c, invalid("'contact' must contain at least one of [firstName, middleName, lastName, company]")
	}
	return c, unknownField(card, "phoneContact", "firstName", "middleName", "lastName", "company")
}

// phone reads a phoneContact: a JSON integer written in plain digits.
func phone(raw json.RawMessage, digits [2]int) (int64, string) {
	if len(raw) == 0 {
		return 0, invalid("'phoneContact' is required")
	}
	number, err := strconv.ParseUint(string(raw), 10, 63)
	if err != nil {
		return 0, invalid("'phoneContact' must be an integer")
	}
	if len(raw) < digits[0] || len(raw) > digits[1] {
		return 0, invalid(fmt.Sprintf("bad phone number, valid %d or %d digits", digits[0], digits[1]))
	}
	return int64(number), ""
}

func text(fields map[string]json.RawMessage, name string, required bool) (value, problem string) {
	raw, ok := fields[name]
	switch {
	case !ok && required:
		return "", invalid("'" + name + "' is required")
	case !ok:
		return "", ""
	case raw[0] != '"' || json.Unmarshal(raw, &value) != nil:
		return "", invalid("'" + name + "' must be a string")
	case value == "" && required:
		return "", invalid("'" + name + "' is not allowed to be empty")
	}
	return value, ""
}

// checkTyping takes what is documented, and the null and 0 that real clients send.
func checkTyping(raw json.RawMessage) string {
	if len(raw) == 0 || string(raw) == "null" || string(raw) == "0" {
		return ""
	}
	if ms, err := strconv.Atoi(string(raw)); err != nil || ms < 1000 || ms > 20000 {
		return invalid("'typingTime' must be an integer from 1000 to 20000")
	}
	return ""
}

func unknownField(fields map[string]json.RawMessage, known ...string) string {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !slices.Contains(known, name) {
			return invalid("'" + name + "' is not allowed")
		}
	}
	return ""
}
