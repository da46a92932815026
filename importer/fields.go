package importer

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"contactcast/importer/cells"
	"contactcast/importer/phone"
)

// The words of the problems. The same mistake has the same words, so that many rows can be told of at once.
const (
	textNoChat    = "there is no recipient: enter a phone number with its country code, or a chat id"
	textNoPhone   = "there is no number for the card: enter one with its country code"
	textNoName    = "the card has no name: enter at least one of firstName, middleName, lastName, company"
	textErrorCell = "the cell holds an error of the spreadsheet program: correct its formula or enter the value itself"
	textNoValue   = "the formula's result was never stored: open the file in a spreadsheet program and save it, or enter the value itself"
	textNotText   = "this is a date or TRUE or FALSE, not a phone number: format the column as text and enter the numbers again"
	textRounded   = "the spreadsheet program has dropped digits of this number: format the column as text and enter the number again"
)

// field reads one cell into the row. The problem comes without column and cell.
func (r *reader) field(row *Row, f Field, cell cells.Cell) (p *Problem) {
	if p = cellProblem(cell); p == nil {
		contact := &row.Message.Contact
		switch f {
		case ChatID:
			p = r.chatID(row, cell)
		case PhoneContact:
			p = r.phoneContact(row, cell)
		case FirstName:
			contact.FirstName = tidy(cell.Text)
		case MiddleName:
			contact.MiddleName = tidy(cell.Text)
		case LastName:
			contact.LastName = tidy(cell.Text)
		case Company:
			contact.Company = tidy(cell.Text)
		case QuotedMessageID:
			row.Message.QuotedMessageID = trim(cell.Text)
			p = roundedProblem(cell)
		}
	}
	if p != nil {
		p.Field = string(f)
	}
	return p
}

// chatID reads a chat id, or a phone number, which becomes one.
func (r *reader) chatID(row *Row, cell cells.Cell) *Problem {
	if blank(cell.Text) {
		return &Problem{Code: "missing", Text: textNoChat}
	}
	if p := notNumber(cell); p != nil {
		return p
	}
	id, n, p := parseChat(r.phones, cell.Text)
	if p != nil {
		return p
	}
	row.Message.ChatID = id
	row.doubt(ChatID, n)
	return nil
}

// phoneContact reads the card's number.
func (r *reader) phoneContact(row *Row, cell cells.Cell) *Problem {
	if blank(cell.Text) {
		return &Problem{Code: "missing", Text: textNoPhone}
	}
	if p := notNumber(cell); p != nil {
		return p
	}
	n, err := r.phones.Parse(cell.Text)
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
	return &Problem{Field: string(PhoneContact), Code: "phone-length", Text: fmt.Sprintf(
		"a phoneContact is documented to have %d to %d digits, this one has %d: to send it all the same, add --phone-digits %d-%d",
		r.least, r.most, digits, min(r.least, digits), max(r.most, digits))}
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

// cellProblem refuses cells that hold no value for any field.
func cellProblem(c cells.Cell) *Problem {
	switch {
	case c.Kind == cells.Error, c.Kind == cells.Text && errorName(trim(c.Text)):
		return &Problem{Code: "cell-error", Text: textErrorCell}
	case c.Kind == cells.NoValue:
		return &Problem{Code: "formula-no-value", Text: textNoValue}
	}
	return nil
}

// notNumber refuses cells that cannot hold a phone number or chat id.
func notNumber(c cells.Cell) *Problem {
	if c.Kind == cells.Bool || c.Kind == cells.Date {
		return &Problem{Code: phone.Invalid, Text: textNotText}
	}
	return roundedProblem(c)
}

// rounded is how a spreadsheet program shows a number that is too long for it.
var rounded = regexp.MustCompile(`^\d([.,]\d+)?E\+\d+$`)

// roundedProblem refuses numbers that have lost digits.
func roundedProblem(c cells.Cell) *Problem {
	if c.Kind == cells.Number && digitsIn(c.Text) > 15 || strings.Contains(c.Text, "E+") && rounded.MatchString(trim(c.Text)) {
		return &Problem{Code: phone.PrecisionLost, Text: textRounded}
	}
	return nil
}

func digitsIn(text string) (n int) {
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' {
			n++
		}
	}
	return n
}
