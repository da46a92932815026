package importer

import (
	"html"
	"regexp"
	"strings"
)

// What is told about names that a program has spoilt.
const (
	warnEntities = "HTML entities such as &#039; are read as the characters they stand for"
	warnEncoded  = "this looks like UTF-8 that was read in another encoding: decoded once more it would be another text"
	warnNothing  = "this may stand for an empty cell and is left out of the card: if it is a name, write it in another case"
	warnName     = "this is taken for a name, but programs write the like for an empty cell: look whether it is one"
)

// name reads the text of a name's cell: on one line, without what nobody sees and
// without what programs write for an empty cell.
func (row *Row) name(f Field, text string) string {
	name := tidy(text)
	switch emptiness(name) {
	case surelyEmpty:
		return ""
	case likelyEmpty:
		row.warn(f, warnNothing)
		return ""
	case unlikelyEmpty:
		row.warn(f, warnName)
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
func (row *Row) tell(f Field, warning, instead string) {
	if row.Alternative == "" {
		row.Alternative = instead
	} else {
		warning += ": " + instead
	}
	row.warn(f, warning)
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
