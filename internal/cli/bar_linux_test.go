package cli

import (
	"fmt"
	"regexp"
	"testing"
	"unicode/utf8"
)

// The bar shows on narrow terminals, too, and no drawing of it goes on in a second line.
func TestBarFitsTheTerminal(t *testing.T) {
	drawing := regexp.MustCompile(`\r([^\r\n]+)`)
	for _, test := range []struct {
		columns uint16
		shows   string
	}{
		{20, `^20/20 +$`},
		{40, `^sending 100% \|█+\| \(20/20\)`},
		{60, `^sending 100% \|█+\| \(20/20\)`},
		{69, `^sending 100% \|█+\| \(20/20\)`},
		{80, `^sending 100% \|█+\| \(20/20, \d+ rows/s\)`},
	} {
		t.Run(fmt.Sprint(test.columns), func(t *testing.T) {
			t.Parallel()
			last := ""
			for _, drawn := range drawing.FindAllStringSubmatch(newReader(t).draws(test.columns, "contactcast send samples/recipients.xlsx --sandbox"), -1) {
				if n := utf8.RuneCountInString(drawn[1]); n > int(test.columns) {
					t.Errorf("%d columns are drawn: %q", n, drawn[1])
				}
				last = drawn[1]
			}
			if !regexp.MustCompile(test.shows).MatchString(last) {
				t.Errorf("at last it draws %q", last)
			}
		})
	}
}
