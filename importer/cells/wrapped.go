package cells

import (
	"bytes"
	"io"
	"strings"

	"contactcast/internal/words"
)

// linesInLine is the problem of a record that holds several.
const linesInLine words.Code = "bad-row/several-lines"

// unwrap finds out, from the beginning of the text, whether every record of several
// values is one quoted cell: all stood in the first column of a sheet when it was saved. Then the cells' own delimiter is the one that counts.
func (c *recordReader) unwrap(sample []byte) {
	outer := c.on(sample)
	var lines []byte
	records := 0
	for ; records < sampleRecords; records++ {
		quoted := bytes.HasPrefix(outer.win.bytes(), []byte(`"`))
		row, err := outer.next()
		if err != nil {
			break
		}
		if row.blank() {
			continue
		}
		if len(row.Cells) != 1 || row.Problem != "" || !quoted && strings.ContainsAny(row.Cells[0].Text, candidates) {
			return
		}
		lines = append(append(lines, row.Cells[0].Text...), '\n')
	}
	delimiter := detectDelimiter(lines)
	first, cells, alike, within := profile(lines, delimiter)
	if within > 1 && cells > 1 && first == 0 && 2*alike >= within {
		c.delimiter, c.wrapped = delimiter, true
	}
}

// on returns a reader of the records in text, which is all there is.
func (c *recordReader) on(text []byte) *recordReader {
	return &recordReader{win: &window{buf: text, to: len(text), err: io.EOF}, delimiter: c.delimiter}
}

// splitAgain splits the one cell of a record at c.delimiter. It reports false if
// the cell holds several lines.
func (c *recordReader) splitAgain() bool {
	inner := c.on(c.text)
	n, _ := inner.split(c.text, false)
	if n != len(c.text) {
		return false
	}
	c.text, c.ends = inner.text, inner.ends
	return true
}
