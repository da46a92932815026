package importer

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"contactcast/importer/phone"
	"contactcast/internal/words"
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
			contact.FirstName = r.name(row, f, text)
		case MiddleName:
			contact.MiddleName = r.name(row, f, text)
		case LastName:
			contact.LastName = r.name(row, f, text)
		case Company:
			contact.Company = r.name(row, f, text)
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
		return problem("missing/chat")
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
		if p := r.abroad(row, n); p != nil {
			return p
		}
		r.count(ChatID, n, row.Number)
		id = n.Digits + "@c.us"
	}
	row.Message.ChatID = id
	row.doubt(ChatID, n)
	return nil
}

// phoneContact reads the card's number.
func (r *reader) phoneContact(row *Row, text string) *Problem {
	if blank(text) {
		return problem("missing/phone")
	}
	n, err := r.number(PhoneContact, text)
	if err != nil {
		return phoneProblem(err)
	}
	if p := r.abroad(row, n); p != nil {
		return p
	}
	if p := r.lengthProblem(len(n.Digits)); p != nil {
		return p
	}
	r.count(PhoneContact, n, row.Number)
	row.Message.Contact.PhoneContact, err = strconv.ParseInt(n.Digits, 10, 64)
	if err != nil {
		return problem("invalid-phone/other", "cause", err)
	}
	row.doubt(PhoneContact, n)
	return nil
}

// lengthProblem holds a phoneContact's digits to their bounds.
func (r *reader) lengthProblem(digits int) *Problem {
	if digits >= r.least && digits <= r.most {
		return nil
	}
	code := words.Code("phone-length/documented")
	if r.digitsGiven {
		code = "phone-length/allowed"
	}
	p := problem(code, "digits", digits, "least", r.least, "most", r.most, "widened", fmt.Sprintf("%d-%d", min(r.least, digits), max(r.most, digits)))
	p.Field = string(PhoneContact)
	return p
}

// doubt passes on what the number's parser warned of.
func (row *Row) doubt(f Field, n phone.Number) {
	if n.Warning == "" {
		return
	}
	row.warn(f, words.New(n.Warning))
	if row.Alternative == "" {
		row.Alternative = n.Alternative
	}
}

func phoneProblem(err error) *Problem {
	if e, ok := errors.AsType[*phone.Error](err); ok {
		return &Problem{Reason: e.Fact()}
	}
	return problem("invalid-phone/other", "cause", err)
}

// cellProblem refuses what is no value for any field.
func cellProblem(text string) *Problem {
	switch {
	case text == noValue:
		return problem("formula-no-value")
	case errorName(text):
		return problem("cell-error")
	}
	return nil
}

// rounded is how a spreadsheet program shows a number that is too long for it.
var rounded = regexp.MustCompile(`^-?\d([.,]\d+)?E\+\d+$`)

// roundedProblem refuses an id that was a number and has lost digits.
func roundedProblem(text string) *Problem {
	if strings.Contains(text, "E+") && rounded.MatchString(trim(text)) {
		return problem(phone.PrecisionLost)
	}
	return nil
}
