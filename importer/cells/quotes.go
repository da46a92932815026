package cells

import "bytes"

// quoted appends the quoted text at b[i] to c.text and returns the index behind
// the closing mark, or unfinished, or wrong at the end of the file.
func (c *recordReader) quoted(b []byte, i int) int {
	from := len(c.text)
	for {
		i++
		end := bytes.IndexByte(b[i:], '"')
		if end < 0 || i+end+1 == len(b) && !c.win.atEnd() {
			if c.win.atEnd() {
				return wrong
			}
			return unfinished
		}
		c.text = append(c.text, b[i:i+end]...)
		i += end + 1
		switch {
		case c.backslashed(c.text[from:], b[i:]):
			c.text[len(c.text)-1] = '"'
			i--
		case i == len(b) || b[i] != '"':
			return i
		default:
			c.text = append(c.text, '"')
		}
	}
}

// backslashed reports whether the mark behind text is one of the text, as MySQL
// writes it: \". That is sure where something follows that may not follow a closing
// mark, and from then on in the record.
func (c *recordReader) backslashed(text, rest []byte) bool {
	slashes := len(text) - len(bytes.TrimRight(text, `\`))
	if slashes%2 == 0 {
		return false
	}
	if !c.backslashes && len(rest) > 0 {
		next := rest[0]
		c.backslashes = next != c.delimiter && next != '\r' && next != '\n' && next != '"'
	}
	return c.backslashes
}

// spaced appends the quoted text behind the spaces at the start of b to c.text, and
// returns its length up to the next delimiter, or 0. That is how people type lists.
// To be sure that quoting is meant, the text must hold a delimiter.
func (c *recordReader) spaced(b []byte) int {
	if end := bytes.IndexAny(b, "\r\n"); end >= 0 {
		b = b[:end]
	}
	inside, ok := bytes.CutPrefix(bytes.TrimLeft(b, " "), []byte(`"`))
	end := closingMark(inside)
	if !ok || end < 0 || c.delimiter == ' ' || bytes.IndexByte(inside[:end], c.delimiter) < 0 {
		return 0
	}
	rest := bytes.TrimLeft(inside[end+1:], " ")
	if len(rest) > 0 && rest[0] != c.delimiter {
		return 0
	}
	c.text = append(c.text, bytes.ReplaceAll(inside[:end], []byte(`""`), []byte(`"`))...)
	return len(b) - len(rest)
}

// closingMark is the index of the mark that closes a quoted text, past doubled ones, or -1.
func closingMark(text []byte) int {
	for i := 0; i < len(text); i++ {
		if text[i] != '"' {
			continue
		}
		if i+1 == len(text) || text[i+1] != '"' {
			return i
		}
		i++
	}
	return -1
}

// swallowed reports whether the record b of several lines, just split, is rather that
// many records of which the first has a quotation mark too many: it has not the
// usual width, and all its lines have.
func (c *recordReader) swallowed(b []byte) bool {
	if len(c.ends) == c.width || c.width < 2 {
		return false
	}
	for rest := b; len(rest) > 0; {
		n, _ := c.split(rest, true)
		if n <= 0 || len(c.ends) != c.width {
			c.split(b, false)
			return false
		}
		rest = rest[n:]
	}
	return true
}
