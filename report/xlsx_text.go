package report

import (
	"contactcast/internal/words"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// cellText replaces the control characters that XML forbids, and cuts what is
// longer than a cell may be, saying so in the cell.
func cellText(l words.Language, text string) string {
	text = strings.Map(printable, text)
	if len(text) <= excelize.TotalCellChars || utf16Len(text) <= excelize.TotalCellChars {
		return text
	}
	mark := l.Text("report/cut", "most", excelize.TotalCellChars, "n", utf16Len(text))
	return cutUTF16(text, excelize.TotalCellChars-utf16Len(mark)) + mark
}

func utf16Len(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// cutUTF16 returns the longest start of text that has at most units UTF-16 code units.
func cutUTF16(text string, units int) string {
	for i, r := range text {
		if units -= utf16.RuneLen(r); units < 0 {
			return text[:i]
		}
	}
	return text
}

// wrapped is the number of lines that text takes in a cell of so many characters.
func wrapped(text string, width int) int {
	lines := 0
	for paragraph := range strings.Lines(text) {
		lines++
		used := 0
		for word := range strings.FieldsSeq(paragraph) {
			n := textWidth(word)
			switch {
			case used > 0 && used+1+n <= width:
				used += 1 + n
				continue
			case used > 0:
				lines++
			}
			lines, used = lines+(n-1)/width, (n-1)%width+1
		}
	}
	return max(1, lines)
}

// rowHeight is that of a row with so many lines, as far as a row can grow.
func rowHeight(lines int) float64 {
	const line, most = 15, 409
	return float64(min(line*lines, most))
}
