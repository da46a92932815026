package cells

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"
)

// noToken is markup that says nothing: a comment or a processing instruction.
const noToken token = 255

// markup reads what starts with the '<' at the start of b and returns its
// length, or 0 if b does not hold all of it.
func (x *xmlReader) markup(b []byte) (token, int, error) {
	if len(b) < 2 {
		return 0, 0, nil
	}
	switch b[1] {
	case '/':
		return x.endTag(b)
	case '?':
		return noToken, past(b, "?>"), nil
	case '!':
		return x.declaration(b)
	}
	return x.startTag(b)
}

// past is the index behind the first mark in b, or 0.
func past(b []byte, mark string) int {
	if i := bytes.Index(b, []byte(mark)); i >= 0 {
		return i + len(mark)
	}
	return 0
}

const cdata = "<![CDATA["

// declaration reads what starts with "<!": a comment or a stretch of plain text.
func (x *xmlReader) declaration(b []byte) (token, int, error) {
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		n := past(b[4:], "-->")
		if n > 0 {
			n += 4
		}
		return noToken, n, nil
	case len(b) < len(cdata):
		return 0, 0, nil
	case bytes.HasPrefix(b, []byte(cdata)) && x.depth() > 0:
		n := past(b, "]]>")
		if n > 0 {
			x.text = b[len(cdata) : n-3]
			if !utf8.Valid(x.text) || bytes.IndexFunc(x.text, notXML) >= 0 {
				return 0, 0, errors.New("a character that may not stand in XML")
			}
		}
		return textToken, n, nil
	}
	return 0, 0, errors.New("a document type, which a workbook may not have")
}

func (x *xmlReader) endTag(b []byte) (token, int, error) {
	i := bytes.IndexByte(b, '>')
	if i < 0 {
		return 0, 0, nil
	}
	name := trimEnd(b[2:i])
	if x.depth() == 0 || !bytes.Equal(name, x.names[x.open[len(x.open)-1]:]) {
		return 0, 0, fmt.Errorf("the closing tag </%.40s> without its opening tag", name)
	}
	x.pop()
	return endTag, i + 1, nil
}

func (x *xmlReader) push(full []byte) error {
	if x.depth() == maxDepth {
		return fmt.Errorf("elements nested deeper than %d: %w", maxDepth, errTooDeep)
	}
	if x.depth() == 0 && x.rooted {
		return errors.New("a second root element")
	}
	x.rooted = true
	x.open = append(x.open, len(x.names))
	x.names = append(x.names, full...)
	return nil
}

func (x *xmlReader) pop() {
	last := len(x.open) - 1
	x.names = x.names[:x.open[last]]
	x.open = x.open[:last]
}

// errTooDeep says that a document is nested as no workbook is.
var errTooDeep = errors.New("nested too deeply")

// startTag reads the start tag at the start of b.
func (x *xmlReader) startTag(b []byte) (token, int, error) {
	i := 1
	for i < len(b) && b[i] > ' ' && b[i] != '>' && b[i] != '/' {
		i++
	}
	full := b[1:i]
	x.attrs = x.attrs[:0]
	for {
		for i < len(b) && isSpace(b[i]) {
			i++
		}
		switch {
		case i == len(b):
			return 0, 0, nil
		case b[i] == '>':
			i++
		case b[i] == '/':
			if i+1 == len(b) {
				return 0, 0, nil
			}
			if b[i+1] != '>' {
				return 0, 0, errors.New("a tag with a stray slash")
			}
			x.empty = true
			i += 2
		default:
			n, err := x.attribute(b[i:])
			if n == 0 || err != nil {
				return 0, 0, err
			}
			i += n
			continue
		}
		if len(full) == 0 {
			return 0, 0, errors.New("a tag without a name")
		}
		x.name = local(full)
		return startTag, i, x.push(full)
	}
}

// attribute reads the attribute at the start of b and returns its length, or 0
// if b does not hold all of it.
func (x *xmlReader) attribute(b []byte) (int, error) {
	eq, name := 0, 0
	for eq < len(b) && b[eq] != '=' {
		switch b[eq] {
		case '<', '>', '"', '\'', '/':
			return 0, errors.New("a tag with a broken attribute")
		case ':':
			name = eq + 1 // the prefix goes
		}
		eq++
	}
	from := eq + 1
	for from < len(b) && isSpace(b[from]) {
		from++
	}
	if from >= len(b) {
		return 0, nil
	}
	quote := b[from]
	if quote != '"' && quote != '\'' {
		return 0, errors.New("an attribute without quotation marks")
	}
	from++
	to := from
	for to < len(b) && b[to] != quote {
		to++
	}
	if to == len(b) {
		return 0, nil
	}
	x.attrs = append(x.attrs, attr{trimEnd(b[name:eq]), b[from:to]})
	return to + 1, nil
}

// trimEnd drops white space at the end.
func trimEnd(b []byte) []byte {
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// local drops the namespace prefix of a name.
func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// raw is the attribute of the last start tag as it is written, or nil.
func (x *xmlReader) raw(name string) []byte {
	for _, a := range x.attrs {
		if string(a.name) == name {
			return a.value
		}
	}
	return nil
}

// attr is the attribute of the last start tag, decoded, or "".
func (x *xmlReader) attr(name string) (string, error) {
	text, err := x.clean(x.raw(name))
	return string(text), err
}

// flag is a true-or-false attribute of the last start tag.
func (x *xmlReader) flag(name string) bool {
	v := x.raw(name)
	return string(v) == "1" || string(v) == "true" || string(v) == "on"
}
