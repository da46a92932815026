package importer

import (
	"bytes"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-vcard"

	"contactcast/importer/phone"
	"contactcast/internal/card"
	"contactcast/internal/words"
)

// mostCardBytes is more than any card with a photograph has.
const mostCardBytes = 16 << 20

// CardFileError says why a vCard file is not one contact card.
type CardFileError struct {
	Path string
	Err  error
}

// Error names the file and the reason, for programmers.
func (e *CardFileError) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *CardFileError) Unwrap() error { return e.Err }

// Fact says what is wrong with which file.
func (e *CardFileError) Fact() words.Fact { return words.New("card", "file", e.Path, "why", e.Err) }

func cardError(code words.Code, pairs ...any) error { return optionError(code, pairs...) }

// ReadCard reads a vCard file, version 3 or 4, with exactly one card, which has
// exactly one international phone number and a name. Photographs, addresses and
// everything else that sendContact has no field for are left out.
func ReadCard(path string) (card.Contact, error) {
	contact, err := readCard(path)
	if err != nil {
		return card.Contact{}, &CardFileError{Path: path, Err: err}
	}
	return contact, nil
}

func readCard(path string) (contact card.Contact, err error) {
	text, err := readSmall(path)
	if err != nil {
		return contact, err
	}
	card, err := onlyCard(text)
	if err != nil {
		return contact, err
	}
	contact.PhoneContact, err = onlyNumber(card[vcard.FieldTelephone])
	if err != nil {
		return contact, err
	}
	fillNames(&contact, card)
	if !contact.Named() {
		return contact, cardError("card/no-name")
	}
	return contact, nil
}

// readSmall returns a file's text, which must be UTF-8, without byte order mark.
func readSmall(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, mostCardBytes+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > mostCardBytes:
		return nil, cardError("card/too-large")
	case !utf8.Valid(text):
		return nil, cardError("card/encoding")
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), nil
}

// onlyCard returns the one card in text.
func onlyCard(text []byte) (vcard.Card, error) {
	decoder := vcard.NewDecoder(bytes.NewReader(text))
	card, err := decoder.Decode()
	switch {
	case err == io.EOF:
		return nil, cardError("card/none")
	case err != nil:
		return nil, cardError("card/damaged", "cause", err)
	}
	if _, err := decoder.Decode(); err != io.EOF {
		return nil, cardError("card/several")
	}
	if version := card.Value(vcard.FieldVersion); version != "3.0" && version != "4.0" {
		return nil, cardError("card/version", "version", version)
	}
	return card, nil
}

// onlyNumber returns the one number that is international. The same number twice is one.
func onlyNumber(fields []*vcard.Field) (int64, error) {
	phones, err := phone.NewParser("")
	if err != nil {
		return 0, err
	}
	var found string
	why := cardError("card/no-number")
	for _, f := range fields {
		n, err := phones.Parse(f.Value)
		switch {
		case err != nil:
			why = cardError("card/number", "number", f.Value, "why", err)
		case found != "" && found != n.Digits:
			return 0, cardError("card/several-numbers", "one", found, "other", n.Digits)
		default:
			found = n.Digits
		}
	}
	if found == "" {
		return 0, cardError("card/no-usable-number", "why", why)
	}
	return strconv.ParseInt(found, 10, 64)
}

// fillNames takes the parts of the name, or the name as it is shown if it has no parts.
func fillNames(contact *card.Contact, card vcard.Card) {
	name := parts(card.PreferredValue(vcard.FieldName), 3)
	contact.LastName, contact.FirstName, contact.MiddleName = name[0], name[1], name[2]
	contact.Company = parts(card.PreferredValue(vcard.FieldOrganization), 1)[0]
	shown := trim(card.PreferredValue(vcard.FieldFormattedName))
	if contact.LastName+contact.FirstName+contact.MiddleName == "" && shown != contact.Company {
		contact.FirstName = shown
	}
}

// parts returns the first n parts of a value with semicolons between them; \; is
// not one, which the library does not look at.
func parts(value string, n int) []string {
	const escaped = "\x00"
	all := strings.Split(strings.ReplaceAll(value, `\;`, escaped), ";")
	all = append(all, make([]string, n)...)[:n]
	for i := range all {
		all[i] = trim(strings.ReplaceAll(all[i], escaped, ";"))
	}
	return all
}
