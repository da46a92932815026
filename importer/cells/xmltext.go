package cells

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// clean decodes raw text: references and line ends. It is an error if anything
// stands there that may not stand in XML.
func (x *xmlReader) clean(raw []byte) ([]byte, error) {
	i := 0
	for i < len(raw) && plainText[raw[i]] {
		i++
	}
	if i == len(raw) {
		return raw, nil
	}
	out := append(x.scratch[:0], raw[:i]...)
	for i < len(raw) {
		switch c := raw[i]; {
		case plainText[c]:
			out = append(out, c)
			i++
		case c == '\r':
			out = append(out, '\n')
			i++
			if i < len(raw) && raw[i] == '\n' {
				i++
			}
		case c == '&':
			r, n := reference(raw[i:])
			if n == 0 || notXML(r) {
				return nil, fmt.Errorf("the broken reference %.12q", raw[i:])
			}
			out = utf8.AppendRune(out, r)
			i += n
		default:
			r, n := utf8.DecodeRune(raw[i:])
			if r == utf8.RuneError && n == 1 || notXML(r) {
				return nil, errors.New("a character that may not stand in XML")
			}
			out = append(out, raw[i:i+n]...)
			i += n
		}
	}
	x.scratch = out
	return out, nil
}

// plainText are the bytes that stand for themselves.
var plainText = func() (t [256]bool) {
	for c := ' '; c < 0x80; c++ {
		t[c] = c != '&'
	}
	t['\t'], t['\n'] = true, true
	return t
}()

// notXML reports whether a character is one that XML 1.0 leaves out.
func notXML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF || 0xD800 <= r && r < 0xE000
}

// reference reads the reference at the start of b and returns its character and length, or length 0.
func reference(b []byte) (rune, int) {
	end := bytes.IndexByte(b[:min(len(b), 12)], ';')
	if end < 2 {
		return 0, 0
	}
	switch name := string(b[1:end]); {
	case name == "amp":
		return '&', end + 1
	case name == "lt":
		return '<', end + 1
	case name == "gt":
		return '>', end + 1
	case name == "quot":
		return '"', end + 1
	case name == "apos":
		return '\'', end + 1
	case len(name) > 2 && name[:2] == "#x":
		return number(name[2:], 16, end+1)
	case name[0] == '#':
		return number(name[1:], 10, end+1)
	}
	return 0, 0
}

func number(digits string, base, length int) (rune, int) {
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, 0
	}
	return rune(n), length
}
