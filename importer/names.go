package importer

import (
	"html"
	"regexp"
	"strings"

	"contactcast/internal/words"
)

// What is told about names that a program has spoilt.
const (
	warnEntities words.Code = "warn/entities"
	warnEncoded  words.Code = "warn/decoded-twice"
	warnNothing  words.Code = "warn/taken-for-empty"
	warnName     words.Code = "warn/taken-for-name"
)

// name reads the text of a name's cell: on one line, without what nobody sees and
// without what programs write for an empty cell.
func (row *Row) name(f Field, text string) string {
	name := tidy(text)
	switch emptiness(name) {
	case surelyEmpty:
		return ""
	case likelyEmpty:
		row.warn(f, words.New(warnNothing))
		return ""
	case unlikelyEmpty:
		row.warn(f, words.New(warnName))
	}
	if decoded := decodeEntities(name); decoded != name {
		name = tidy(decoded)
		row.tell(f, warnEntities, name)
	}
	if decoded := decodeTwice(text); decoded != "" {
		row.tell(f, warnEncoded, tidy(decoded))
	}
	return name
}

// tell adds a warning with what a text is or would be instead.
func (row *Row) tell(f Field, warning words.Code, instead string) {
	fact := words.New(warning)
	if row.Alternative == "" {
		row.Alternative = instead
	} else {
		fact = words.New("warn/instead", "why", fact, "instead", instead)
	}
	row.warn(f, fact)
}

// How a text that programs write for an empty cell is taken in a name.
const (
	aName = iota
	unlikelyEmpty
	likelyEmpty
	surelyEmpty
)

// emptiness reports whether a name is what databases, pandas, R and people write
// for nothing. Null, Nan and Na are people's names as well: they are told apart by case.
func emptiness(name string) int {
	if len(name) > len("undefined") {
		return aName
	}
	switch name {
	case `\N`, "NULL", "null", "(null)", "(NULL)", "<null>", "<NULL>", "[null]", "[NULL]",
		"nan", "NaN", "NaT", "<NA>", "None", "none", "NONE", "nil", "undefined", "N/A", "n/a":
		return surelyEmpty
	case "NA", "n.a.", "N.A.", "N/a", "NIL":
		return likelyEmpty
	case "Null", "Nan", "NAN", "Na", "na", "Nil":
		return unlikelyEmpty
	}
	if strings.Trim(name, "-–—_.…*?/\\") == "" && name != "" {
		return surelyEmpty
	}
	return aName
}

// entity is how HTML and XML write a character.
var entity = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});`)

// decodeEntities returns the text that HTML stands for, written by one program or
// by two, one after the other.
func decodeEntities(text string) string {
	for range 3 {
		if strings.IndexByte(text, '&') < 0 {
			break
		}
		text = entity.ReplaceAllStringFunc(text, decodeEntity)
	}
	return text
}

// decodeEntity leaves alone what is no entity up to its end: &notice; begins with &not.
func decodeEntity(entity string) string {
	if text := html.UnescapeString(entity); !strings.HasSuffix(text, ";") {
		return text
	}
	return entity
}
