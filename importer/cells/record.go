package cells

import (
	"bytes"
	"contactcast/internal/words"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// recordReader reads the records of a delimited text in UTF-8. A quotation mark
// opens a field only at the field's start; elsewhere it is text, and so is what
// follows the closing one. CR, LF and CRLF all end a record. A mark that opens
// a field and cannot be what it seems spoils its own line only.
type recordReader struct {
	win       *window
	delimiter byte
	wrapped   bool // every record is one quoted cell, which holds a record of its own
	number    int  // of records passed
	width     int  // of the last sound record on a single line

	backslashes bool // the current record writes quotation marks as \"

	cells []Cell
	text  []byte
	ends  []int // of the cells in text
}

func newRecordReader(r io.Reader, delimiter byte) (*recordReader, error) {
	c := &recordReader{win: newWindow(r, maxToken), delimiter: delimiter}
	for len(c.win.bytes()) < 32<<10 {
		if err := c.win.more(); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
	}
	if bytes.HasPrefix(c.win.bytes(), byteOrderMark) {
		c.win.pass(len(byteOrderMark))
	}
	named := c.sepLine()
	switch {
	case c.delimiter != 0:
	case named != 0:
		c.delimiter = named
	default:
		c.delimiter = detectDelimiter(c.win.bytes())
	}
	c.unwrap(c.win.bytes())
	return c, nil
}

// sepLine passes a first line such as "sep=;", by which files tell Excel their
// delimiter, and returns what it names, or 0. Excel does not count that line.
func (c *recordReader) sepLine() byte {
	b := c.win.bytes()
	end := bytes.IndexAny(b[:min(len(b), 16)], "\r\n")
	if end < 0 {
		return 0
	}
	line := strings.Trim(string(b[:end]), `"`)
	if len(line) != 5 || !strings.EqualFold(line[:4], "sep=") || line[4] >= utf8.RuneSelf {
		return 0
	}
	if bytes.HasPrefix(b[end:], []byte("\r\n")) {
		end++
	}
	c.win.pass(end + 1)
	return line[4]
}

// rows yields the records that are not blank.
func (c *recordReader) rows(yield func(Row) bool) error {
	for {
		row, err := c.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if row.Problem == "" && row.blank() {
			continue
		}
		if !yield(row) {
			return errStop
		}
	}
}

// next reads the next record, blank ones included. Its error is io.EOF at the end.
func (c *recordReader) next() (Row, error) {
	for {
		b := c.win.bytes()
		if len(b) == 0 && c.win.atEnd() {
			return Row{}, io.EOF
		}
		n, lines := c.split(b, false)
		if lines && c.swallowed(b[:n]) {
			n = wrong
		}
		if n > 0 {
			return c.finish(n), nil
		}
		err := error(nil)
		if n == unfinished {
			err = c.win.more()
		}
		if n == wrong || errors.Is(err, errTooLong) {
			return c.spoilt()
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return Row{}, err
		}
	}
}

// What split returns for a record that it cannot cut.
const (
	unfinished = 0  // its end is not in sight
	wrong      = -1 // its quotation marks cannot be what they seem
)

// split cuts the record at the start of b into c.text and c.ends, and returns its
// length with its line end, and whether it stands on several lines. Literal takes
// quotation marks as text.
func (c *recordReader) split(b []byte, literal bool) (n int, lines bool) {
	c.text, c.ends, c.backslashes = c.text[:0], c.ends[:0], false
	i := 0
	if bytes.HasPrefix(b, byteOrderMark) { // of a file that was put behind another
		i = len(byteOrderMark)
	}
	for ; ; i++ {
		if i < len(b) && b[i] == ' ' && !literal {
			i += c.spaced(b[i:])
		}
		if i < len(b) && b[i] == '"' && !literal {
			from := len(c.text)
			if i = c.quoted(b, i); i <= 0 {
				return i, false
			}
			if bytes.ContainsAny(c.text[from:], "\r\n") {
				lines = true
				if i < len(b) && b[i] != c.delimiter && b[i] != '\n' && b[i] != '\r' {
					return wrong, false
				}
			}
		}
		start := i
		for i < len(b) && b[i] != c.delimiter && b[i] != '\n' && b[i] != '\r' {
			i++
		}
		c.text = append(c.text, b[start:i]...)
		c.ends = append(c.ends, len(c.text))
		switch {
		case i+1 >= len(b) && !c.win.atEnd():
			return unfinished, false
		case i >= len(b):
			return len(b), lines
		case b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n' && c.delimiter != '\r':
			return i + 2, lines
		case b[i] != c.delimiter:
			return i + 1, lines
		}
	}
}

// spoilt reads the line in sight as it stands, as a row with a problem.
func (c *recordReader) spoilt() (Row, error) {
	n, _ := c.split(c.win.bytes(), true)
	if n == unfinished {
		return Row{}, tooLarge(nil, words.New("too-large/row", "row", c.number+1))
	}
	width := c.width
	row := c.finish(n)
	row.Problem, c.width = "bad-row/open-quote", width
	return row, nil
}

// finish makes a row of the record of n bytes that was split.
func (c *recordReader) finish(n int) Row {
	record := c.win.bytes()[:n]
	last := c.win.atEnd() && n == len(c.win.bytes())
	c.win.pass(n)
	c.number++
	if last && string(c.text) == "\x1a" { // how DOS ends a text
		c.text, c.ends = c.text[:0], c.ends[:0]
	}
	row := Row{Number: c.number}
	if c.wrapped && len(c.ends) == 1 && !c.splitAgain() {
		row.Problem = linesInLine
	}
	text := string(c.text)
	switch {
	case !utf8.Valid(record), bytes.Contains(record, []byte("\uFFFD")):
		row.Problem = "bad-row/lost-characters"
	case bytes.IndexByte(record, 0) >= 0:
		row.Problem = nulProblem
	}
	c.cells = c.cells[:0]
	from := 0
	for _, end := range c.ends {
		cell := Cell{}
		if end > from {
			cell = Cell{Text, withoutMark(text[from:end])}
		}
		c.cells = append(c.cells, cell)
		from = end
	}
	row.Cells = c.cells
	if len(c.cells) > 1 && !c.wrapped {
		c.width = len(c.cells)
	}
	return row
}
