package importer

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// What a header may mean beside the fields. Which field it is depends on the other headers.
const (
	anyPhone    Field = "phone"   // an unqualified phone column
	anyName     Field = "name"    // a person's whole name
	surname     Field = "surname" // a last name beside a first name, else a whole name: German "Name", French "nom"
	anyParty    Field = "party"   // a company beside a person's name, else a whole name
	otherColumn Field = "other"   // a column that many lists have and no field needs
)

// sense is what one name means in one language.
type sense struct {
	language int // index into vocabulary
	field    Field
	short    bool // it counts only beside another name of its language
}

// alias is one name of a field.
type alias struct {
	sense
	text string // as it stands in the vocabulary
	key  string // as it is compared
}

var (
	aliases = listAliases()
	senses  = indexAliases()
)

// english is the index of the language that is read beside every other.
const english = 0

func listAliases() (all []alias) {
	for i, v := range vocabulary {
		for _, field := range append(Fields(), anyPhone, anyName, surname, anyParty, otherColumn) {
			names := v.names[field]
			for _, name := range strings.FieldsFunc(names, func(r rune) bool { return r == ',' || r == '\n' }) {
				name, short := strings.CutPrefix(strings.TrimSpace(name), "~")
				all = append(all, alias{sense{i, field, short}, name, headerKey(name)})
			}
		}
	}
	return all
}

func indexAliases() map[string][]sense {
	index := make(map[string][]sense, len(aliases))
	for _, a := range aliases {
		index[a.key] = append(index[a.key], a.sense)
	}
	return index
}

// fieldNamed is what a name that the operator typed means, in any language, or "".
func fieldNamed(name string) Field {
	key := headerKey(name)
	for _, s := range senses[key] {
		if s.field != otherColumn {
			return s.field
		}
	}
	return ""
}

// meaning is what a single header says its column is, whatever its language, read
// generously: a column that speaks of phones is one, or "".
func meaning(header string) Field {
	if f := fieldNamed(header); f != "" && f != otherColumn {
		return f
	}
	if words, _ := splitHeader(header); len(words) > mostWords || digitsIn(header) > mostWords {
		return "" // a value, or a sentence
	}
	switch phoneColumn(header).kind {
	case whatsAppPhone:
		return ChatID
	case noPhone:
		return ""
	}
	return anyPhone
}

// mostWords is how many words and digits a header has that is understood by its words alone.
const mostWords = 6

// headerMeanings returns what each header of a row means. The language is chosen for the
// row as a whole: the one that understands most of it. Where several do, only what they
// agree on counts. English is understood in every row.
func headerMeanings(keys []string) []Field {
	scores := make([]int, len(vocabulary))
	for i := range vocabulary {
		scores[i] = score(keys, i)
	}
	best := 0
	for i, s := range scores {
		if i != english {
			best = max(best, s)
		}
	}
	meanings := make([]Field, len(keys))
	for i, key := range keys {
		meanings[i] = agreed(senses[key], scores, best)
	}
	return meanings
}

// score counts the headers that a language understands; a short name only if it understands
// another besides.
func score(keys []string, language int) (n int) {
	long := false
	for _, key := range keys {
		for _, s := range senses[key] {
			if s.language == language {
				n++
				long = long || !s.short
				break
			}
		}
	}
	if !long && n < 2 {
		return 0
	}
	return n
}

// agreed is the one meaning that the languages in play give a header; where they differ,
// the English one, or none.
func agreed(all []sense, scores []int, best int) (f Field) {
	var inEnglish Field
	differ := false
	for _, s := range all {
		switch {
		case s.language == english && scores[english] > 0:
			inEnglish = s.field
		case s.language != english && best > 0 && scores[s.language] == best:
			differ = differ || f != "" && f != s.field
			f = s.field
		}
	}
	switch {
	case f == "" || differ:
		return inEnglish
	case inEnglish != "" && inEnglish != f && scores[english] > best:
		return inEnglish
	}
	return f
}

// headerKey is what is compared of a header: its letters and digits, without
// case, accents and vowel points.
func headerKey(header string) string {
	return strings.Map(func(r rune) rune {
		if r = plainLetter(r); unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(header))
}

// plainLetter replaces letters whose strokes are no accents to Unicode; apostrophes and
// stretching marks that count as letters are 0.
func plainLetter(r rune) rune {
	switch r {
	case 'ı', 'İ':
		return 'i'
	case 'đ', 'Đ':
		return 'd'
	case 'ł', 'Ł':
		return 'l'
	case 'ø', 'Ø':
		return 'o'
	case 'ς':
		return 'σ'
	case 'ʻ', 'ʼ', 'ʹ', 'ʿ', 'ʾ', 'ـ':
		return 0
	}
	return r
}
