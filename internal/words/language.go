package words

import (
	"cmp"
	"strconv"
)

// Language is the sentences of one language. A second language is a second value: its texts, by
// the same codes, and how it counts.
type Language struct {
	// Tag is its name for browsers, such as "en".
	Tag string
	// Plural returns which of a place's forms, from 0, goes with a number.
	Plural func(n int) int
	// Thousands stands between each three digits of a long number.
	Thousands string
	// Entries are the sentences by code.
	Entries map[Code]Entry

	cli bool
}

// Entry is what a code means.
type Entry struct {
	// Text is the whole sentence: {name} is a place, {"name"} one whose value is from a file and stands in quotation marks,
	// {#name} a number with its thousands separated, {name|row is|rows are} a word that goes with a number.
	Text string
	// CLI is the sentence on a command line where it names flags and commands, and so leads to its remedies itself; "" is Text.
	CLI string
	// Remedies are what can be done about it, the likeliest first.
	Remedies []Remedy
}

// CLI is the language as a command line speaks it: with each entry's own sentence for it, if there is one.
func (l Language) CLI() Language {
	l.cli = true
	return l
}

// Has reports whether the code has an entry of its own.
func (l Language) Has(code Code) bool {
	_, ok := l.Entries[code]
	return ok
}

// Text returns the sentence of a code; pairs are the names and values of its places, as New takes them.
func (l Language) Text(code Code, pairs ...any) string { return l.Sentence(New(code, pairs...)) }

// text is an entry's sentence for whom the language speaks to.
func (l Language) text(e Entry) string {
	if l.cli {
		return cmp.Or(e.CLI, e.Text)
	}
	return e.Text
}

// Number writes a number with its thousands separated.
func (l Language) Number(n int) string {
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + l.Thousands + digits[at:]
	}
	return digits
}
