package words

// Language is the sentences of one language. A second language is a second value.
type Language struct {
	// Plural returns which of a place's forms, from 0, goes with a number.
	Plural func(n int) int
	// Entries are the sentences by code.
	Entries map[Code]Entry
}

// Entry is what a code means.
type Entry struct {
	// Text is the whole sentence: {name} is a place, {"name"} one whose value is from a file and stands in quotation marks, {name|row is|rows are} a word that goes with a number.
	Text string
	// Remedies are what can be done about it, the likeliest first.
	Remedies []Remedy
}

// Count returns a word that goes with a number, from its forms in this language.
func (l Language) Count(n int, forms ...string) string {
	return forms[min(l.Plural(n), len(forms)-1)]
}
