package words_test

import (
	"fmt"

	"contactcast/internal/words"
)

// Whoever finds something out returns a fact; whoever speaks to people asks a language for its sentence. The English
// catalogue is words.English; this one has two sentences.
func ExampleLanguage() {
	english := words.Language{
		Plural: words.English().Plural,
		Entries: map[words.Code]words.Entry{
			"rows-read":   {Text: "{rows} {rows|row was|rows were} read."},
			"no-such-row": {Text: "There is no row {row}.", Remedies: []words.Remedy{words.CorrectRows}},
		},
	}
	fmt.Println(english.Sentence(words.New("rows-read", "rows", 1)))
	fmt.Println(english.Sentence(words.New("rows-read", "rows", 412)))
	missing := words.New("no-such-row", "row", 7)
	fmt.Println(english.Sentence(missing), english.Remedies(missing))
	// Output:
	// 1 row was read.
	// 412 rows were read.
	// There is no row 7. [correct-rows]
}
