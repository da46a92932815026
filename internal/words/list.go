package words

import (
	"strconv"
	"strings"
	"unicode"
)

// Rows names the first rows of so many.
func Rows(rows []int, count int) string {
	all := make([]string, len(rows))
	for i, row := range rows {
		all[i] = strconv.Itoa(row)
	}
	text := strings.Join(all, ", ")
	if count > len(rows) {
		text += "..."
	}
	return text
}

// Chain tells facts one after the other: code's sentence joins {one} and {other}.
func Chain(code Code, facts ...Fact) Fact {
	switch len(facts) {
	case 0:
		return Fact{}
	case 1:
		return facts[0]
	}
	return New(code, "one", facts[0], "other", Chain(code, facts[1:]...))
}

// OneLine is a file's text as it may be shown: headers and names have line breaks in them, and worse.
func OneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, unicode.IsControl), " ")
}
