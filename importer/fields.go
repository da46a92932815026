package importer

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"contactcast/importer/phone"
)

// The words of the problems. The same mistake has the same words, so that many rows can be told of at once.
const (
	textNoChat    = "there is no recipient: enter a phone number with its country code, or a chat id"
	textNoPhone   = "there is no number for the card: enter one with its country code"
	textNoName    = "the card has no name: enter at least one of firstName, middleName, lastName, company"
	textErrorCell = "the cell holds an error of the spreadsheet program: correct its formula or enter the value itself"
	textNoValue   = "the formula's result was never stored: open the file in a spreadsheet program and save it, or enter the value itself"
)

// field reads the text of one cell into the row. The problem comes without column and cell.
func (r *reader) field(row *Row, f Field, text string) (p *Problem) {
	if p = cellProblem(text); p == nil {
		contact := &row.Message.Contact
		switch f {
		case ChatID:
			p = r.chatID(row, text)
		case PhoneContact:
			p = r.phoneContact(row, text)
		case FirstName:
			contact.FirstName = row.name(f, text)
		case MiddleName:
			contact.MiddleName = row.name(f, text)
		case LastName:
			contact.LastName = row.name(f, text)
		case Company:
			contact.Company = row.name(f, text)
		case QuotedMessageID:
			row.Message.QuotedMessageID = trim(text)
			if emptiness(row.Message.QuotedMessageID) > unlikelyEmpty {
				row.Message.QuotedMessageID = ""
			}
			p = roundedProblem(text)
		}
	}
	if p != nil {
		p.Field = string(f)
	}
	return p
}

// chatID reads a chat id, or a phone number, which becomes one.
func (r *reader) chatID(row *Row, text string) *Problem {
	if blank(text) {
		return &Problem{Code: "missing", Text: textNoChat}
	}
	id, p := parseID(text)
	if p != nil {
		return p
	}
	var n phone.Number
	if digits, ok := strings.CutSuffix(id, "@c.us"); ok {
		n = r.phones.Known(digits)
	}
	if id == "" {
		var err error
		if n, err = r.number(ChatID, text); err != nil {
			return phoneProblem(err)
		}
		id = n.Digits + "@c.us"
	}
	row.Message.ChatID = id
	row.doubt(ChatID, n)
	return nil
}

// phoneContact reads the card's number.
func (r *reader) phoneContact(row *Row, text string) *Problem {
	if blank(text) {
		return &Problem{Code: "missing", Text: textNoPhone}
	}
	n, err := r.number(PhoneContact, text)
	if err != nil {
		return phoneProblem(err)
	}
	if p := r.lengthProblem(len(n.Digits)); p != nil {
		return p
	}
	row.Message.Contact.PhoneContact, err = strconv.ParseInt(n.Digits, 10, 64)
	if err != nil {
		return &Problem{Code: phone.Invalid, Text: err.Error()}
	}
	row.doubt(PhoneContact, n)
	return nil
}

// lengthProblem holds a phoneContact's digits to their bounds.
func (r *reader) lengthProblem(digits int) *Problem {
	if digits >= r.least && digits <= r.most {
		return nil
	}
	allowed := fmt.Sprintf("a phoneContact is documented to have %d to %d digits", r.least, r.most)
	if r.digitsGiven {
		allowed = fmt.Sprintf("--phone-digits allows %d to %d digits", r.least, r.most)
	}
	return &Problem{Field: string(PhoneContact), Code: "phone-length", Text: fmt.Sprintf(
		"%s, this one has %d: to send it all the same, add --phone-digits %d-%d",
		allowed, digits, min(r.least, digits), max(r.most, digits))}
}

// doubt passes on what the number's parser warned of.
func (row *Row) doubt(f Field, n phone.Number) {
	if n.Warning == "" {
		return
	}
	row.warn(f, n.Warning)
	if row.Alternative == "" {
		row.Alternative = n.Alternative
	}
}

func phoneProblem(err error) *Problem {
	if e, ok := errors.AsType[*phone.Error](err); ok {
		return &Problem{Code: e.Code, Text: e.Text}
	}
	return &Problem{Code: phone.Invalid, Text: err.Error()}
}

// cellProblem refuses what is no value for any field.
func cellProblem(text string) *Problem {
	switch {
	case text == noValue:
		return &Problem{Code: "formula-no-value", Text: textNoValue}
	case errorName(text):
		return &Problem{Code: "cell-error", Text: textErrorCell}
	}
	return nil
}

// rounded is how a spreadsheet program shows a number that is too long for it.
var rounded = regexp.MustCompile(`^-?\d([.,]\d+)?E\+\d+$`)

// roundedProblem refuses an id that was a number and has lost digits.
func roundedProblem(text string) *Problem {
	if strings.Contains(text, "E+") && rounded.MatchString(trim(text)) {
		return &Problem{Code: phone.PrecisionLost, Text: phone.TextPrecisionLost}
	}
	return nil
}
