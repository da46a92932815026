package importer

import (
	"regexp"
	"slices"
	"strings"

	"contactcast/importer/cells"
	"contactcast/importer/phone"
)

// column is a column of the file while it is not yet known what it is for.
type column struct {
	index  int
	header string
	key    string
	field  Field // what its header means in the row's language, or ""
	phone  phoneKind
	known  bool     // its header is a usual name, not only words about phones
	values []string // its first values that are not blank
	filled int      // sampled cells that are not blank
	number int      // sampled cells that hold a phone number or a chat id
	short  int      // of these, those of so few digits alone that they may be ids of another kind
}

// shownValues is how many of a column's values a question shows.
const shownValues = 3

// newColumns looks at a header and the rows below it.
func newColumns(header []string, sample []cells.Row, offset int) []column {
	said := make([]string, len(header))
	for i, h := range header {
		said[i] = saidKey(h)
	}
	fields := headerMeanings(said)
	columns := make([]column, len(header))
	for i, h := range header {
		c := column{index: i, header: h, key: headerKey(h), field: fields[i]}
		if c.field == "" && namesJoined(h) {
			c.field = anyName
		}
		for _, row := range sample {
			if at := offset + i; at < len(row.Cells) {
				c.look(row.Cells[at].Text)
			}
		}
		c.phone, c.known = c.speaks(c.key == said[i])
		columns[i] = c
	}
	return columns
}

func (c *column) look(text string) {
	if text = trim(text); text == "" {
		return
	}
	c.filled++
	if numberLike(text) {
		c.number++
		if shortID.MatchString(text) {
			c.short++
		}
	}
	if len(c.values) < shownValues {
		c.values = append(c.values, text)
	}
}

// numbers reports whether what was seen of the column is mostly numbers.
func (c *column) numbers() bool { return c.number > 0 && 2*c.number >= c.filled }

// saidKey is the key of what a header says. Brackets that only explain it are left out of
// it, unless what they hold changes the meaning: Name (company), Recipient (name).
func saidKey(header string) string {
	key := headerKey(header)
	name, rest, bracket := strings.Cut(header, "(")
	if !bracket || len(senses[key]) > 0 || len(senses[headerKey(name)]) == 0 {
		return key
	}
	inside := strings.TrimRight(rest, ") *:")
	words, _ := splitHeader(inside)
	if changes(fieldNamed(inside), fieldNamed(name)) || slices.ContainsFunc(words, notPeople.has) && !slices.ContainsFunc(words, inBrackets.has) {
		return key
	}
	return headerKey(name)
}

// namesJoined reports whether a header names several parts of a name: First / Last, Name & Surname.
func namesJoined(header string) bool {
	parts := strings.FieldsFunc(header, func(r rune) bool { return strings.ContainsRune("/&+,;|", r) })
	for _, part := range parts {
		switch fieldNamed(part) {
		case FirstName, MiddleName, LastName, anyName, surname:
		default:
			return false
		}
	}
	return len(parts) > 1
}

// changes reports whether what a bracket holds is something else than what stands before it: a
// contact's name is a name, a company's is not.
func changes(inside, before Field) bool {
	names := []Field{FirstName, LastName, anyName, surname}
	return inside != "" && !(slices.Contains(names, inside) && slices.Contains(names, before))
}

// speaks says which kind of phone the column's header speaks of, and whether that is one of
// its usual names; whole is false where the name has something in brackets behind it.
func (c *column) speaks(whole bool) (kind phoneKind, known bool) {
	s := phoneColumn(c.header)
	if kind := c.reached(s); kind != noPhone {
		c.field = ""
		return kind, false
	}
	switch {
	case c.field == ChatID && !s.whatsApp, c.field != "" && c.field != ChatID && c.field != anyPhone:
		return noPhone, false // not any phone, but this one, or none
	case c.field == "" && s.about && c.numbers():
		return oddPhone, false
	case c.field == "":
		return s.kind, false
	case c.field == ChatID && whole:
		kind = whatsAppPhone
	case whole && s.kind == noPhone && (phoneWords.weak.has(c.key) || phoneWords.mobile.has(c.key)):
		kind = mobilePhone
	case whole:
		kind = max(s.kind, plainPhone)
	case s.kind == noPhone && !s.about:
		kind = oddPhone
	default:
		kind = s.kind
	}
	c.field = ""
	return kind, kind != noPhone
}

// reached says which kind of phone a column of numbers is whose header alone might be anything:
// Contact, Cel, WA.
func (c *column) reached(s spoken) phoneKind {
	if s.kind != noPhone || s.about || !c.numbers() || c.field != "" && c.field != anyName {
		return noPhone
	}
	outside, inside := splitHeader(c.header)
	words, kind, odd := append(outside, inside...), noPhone, false
	for i, word := range words {
		switch {
		case word == "wa" || word == "zap":
			kind = max(kind, whatsAppPhone)
		case phoneWords.weak.has(word) || contactWords.has(word):
			kind = max(kind, plainPhone)
		case phoneWords.never.has(word) || notPeople.has(word) && !harmless(word, false):
			return noPhone
		default:
			odd = odd || !harmless(word, i >= len(outside))
		}
	}
	if odd && kind != noPhone {
		return oddPhone
	}
	return kind
}

// contactWords are called by what people are reached at.
var contactWords = newWordList(`contact contacts kontaktow* контактн* связи зв'язку เบอร์ติดต่อ contacto contactos contato contatos contatti kontakt kontakty контакт контакты контакти iletisim irtibat kontak e164 164 連絡先 联系 联系方式 聯絡方式 聯絡 संपर्क ติดต่อ`)

var (
	emailLike = regexp.MustCompile(`^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]{2,}$`)
	dateLike  = regexp.MustCompile(`^(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](\d{4}|\d{2}))([ T].*)?$`)
	shortID   = regexp.MustCompile(`^[1-9]\d{5,9}$`)
	rounding  = regexp.MustCompile(`^\d([.,]\d+)?[eE]\+\d+$`)
)

// numberLike reports whether a cell holds a phone number or a chat id, in any of the ways in
// which programs write them, and nothing else.
func numberLike(text string) bool {
	if strings.HasSuffix(text, ")") || strings.HasSuffix(text, ">") { // a link, and what is shown for it
		text = phone.Clean(text)
	}
	text = strings.Trim(text, `'"= `+"\t\u00a0")
	for _, start := range []string{"p:", "tel:", "whatsapp:", "https://wa.me/", "http://wa.me/", "wa.me/", "https://api.whatsapp.com/"} {
		if rest, ok := strings.CutPrefix(strings.ToLower(text), start); ok {
			return digitsIn(rest) >= 7
		}
	}
	for _, end := range []string{"@c.us", "@g.us", "@lid", "@s.whatsapp.net"} {
		if strings.HasSuffix(text, end) {
			return true
		}
	}
	if rounding.MatchString(text) {
		return true
	}
	n := digitsIn(text)
	if n < 7 || dateLike.MatchString(text) {
		return false
	}
	for _, r := range text {
		if (r < '0' || r > '9') && !invisible(r) && !strings.ContainsRune("+-()./\\,;‐‑‒–—", r) {
			return false
		}
	}
	return true
}

// dataLike reports whether a row holds what no header does: a phone number, an e-mail
// address, a chat id.
func dataLike(row cells.Row) bool {
	for _, c := range row.Cells {
		if len(c.Text) < 6 {
			continue
		}
		if text := trim(c.Text); numberLike(text) || emailLike.MatchString(text) {
			return true
		}
	}
	return false
}
