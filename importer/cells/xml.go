package cells

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"
)

// maxDepth is how deep elements may be nested; a sheet needs about ten.
const maxDepth = 64

// token is what xmlReader.next found.
type token uint8

const (
	startTag token = iota
	endTag
	textToken
)

// xmlReader is a strict pull scanner for the XML of a workbook. It checks that
// tags match, that text is clean, and that the root element is closed before the
// end; it refuses document types, and with them entities of one's own. Names are
// local names: a namespace prefix is dropped.
type xmlReader struct {
	win   *window
	name  []byte // of the last start tag; valid until the next token
	attrs []attr // of the last start tag
	text  []byte // of the last text token, decoded

	open    []int  // where the name of each open element starts in names
	names   []byte // the full names of the open elements
	empty   bool   // the last start tag closed itself
	rooted  bool   // the root element was seen
	scratch []byte
}

type attr struct{ name, value []byte }

func newXMLReader(r io.Reader) (*xmlReader, error) {
	x := &xmlReader{win: newWindow(r)}
	for len(x.win.bytes()) < 256 {
		if err := x.win.more(); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
	}
	return x, x.decode()
}

// decode puts a decoder under the window if the document is not in UTF-8.
func (x *xmlReader) decode() error {
	head := x.win.bytes()
	name := ""
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		x.win.pass(3)
	case bytes.HasPrefix(head, []byte("\xFE\xFF")), bytes.HasPrefix(head, []byte("\x00<")):
		name = "utf-16be"
	case bytes.HasPrefix(head, []byte("\xFF\xFE")), bytes.HasPrefix(head, []byte("<\x00")):
		name = "utf-16le"
	default:
		name = declaredEncoding(head)
	}
	if name == "" {
		return nil
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return fmt.Errorf("a part in the unknown encoding %q", name)
	}
	if canonical, _ := htmlindex.Name(enc); canonical == "utf-8" {
		return nil
	}
	rest := io.MultiReader(bytes.NewReader(bytes.Clone(head)), x.win.r)
	x.win = newWindow(transform.NewReader(rest, enc.NewDecoder()))
	if err := x.win.more(); err != nil {
		return err
	}
	if bytes.HasPrefix(x.win.bytes(), []byte("\uFEFF")) {
		x.win.pass(3)
	}
	return nil
}

// declaredEncoding is what the XML declaration at the start of head says, or "".
func declaredEncoding(head []byte) string {
	end := bytes.Index(head, []byte("?>"))
	if end < 0 || !bytes.HasPrefix(head, []byte("<?xml")) {
		return ""
	}
	_, value, ok := bytes.Cut(head[:end], []byte("encoding="))
	if !ok || len(value) < 2 {
		return ""
	}
	if i := bytes.IndexByte(value[1:], value[0]); i >= 0 {
		return string(value[1 : 1+i])
	}
	return ""
}

// depth is how many elements are open.
func (x *xmlReader) depth() int { return len(x.open) }

// next finds the next token. It returns io.EOF at the proper end of the document only.
func (x *xmlReader) next() (token, error) {
	if x.empty {
		x.empty = false
		x.pop()
		return endTag, nil
	}
	for {
		b := x.win.bytes()
		i := bytes.IndexByte(b, '<')
		switch {
		case i > 0 && x.depth() > 0:
			text, err := x.clean(b[:i])
			x.text = text
			x.win.pass(i)
			return textToken, err
		case i > 0:
			if len(bytes.Trim(b[:i], " \t\r\n")) > 0 {
				return 0, errors.New("text outside the root element")
			}
			x.win.pass(i)
		case i == 0:
			kind, n, err := x.markup(b)
			if err != nil {
				return 0, err
			}
			if n > 0 {
				x.win.pass(n)
				if kind != noToken {
					return kind, nil
				}
				continue
			}
			if err := x.win.more(); err != nil {
				return 0, x.early(err)
			}
		default:
			if err := x.win.more(); err == io.EOF {
				return 0, x.finish()
			} else if err != nil {
				return 0, err
			}
		}
	}
}

// finish judges the end of the document.
func (x *xmlReader) finish() error {
	if x.depth() > 0 || !x.rooted || len(bytes.Trim(x.win.bytes(), " \t\r\n")) > 0 {
		return x.early(io.EOF)
	}
	return io.EOF
}

// early turns an end of the stream where none may be into an error.
func (x *xmlReader) early(err error) error {
	if err == io.EOF {
		return fmt.Errorf("it ends too early: %w", io.ErrUnexpectedEOF)
	}
	return err
}

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

func (x *xmlReader) declaration(b []byte) (token, int, error) {
	switch {
	case len(b) < len(cdata):
		return 0, 0, nil
	case bytes.HasPrefix(b, []byte("<!--")):
		n := past(b[4:], "-->")
		if n > 0 {
			n += 4
		}
		return noToken, n, nil
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
	name := bytes.TrimRight(b[2:i], " \t\r\n")
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
	eq := 0
	for eq < len(b) && b[eq] != '=' {
		if c := b[eq]; c == '<' || c == '>' || c == '"' || c == '\'' || c == '/' {
			return 0, errors.New("a tag with a broken attribute")
		}
		eq++
	}
	i := eq + 1
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	if i >= len(b) {
		return 0, nil
	}
	if b[i] != '"' && b[i] != '\'' {
		return 0, errors.New("an attribute without quotation marks")
	}
	end := bytes.IndexByte(b[i+1:], b[i])
	if end < 0 {
		return 0, nil
	}
	name := bytes.TrimRight(b[:eq], " \t\r\n")
	x.attrs = append(x.attrs, attr{local(name), b[i+1 : i+1+end]})
	return i + end + 2, nil
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

// each calls fn for every child of the element last opened, with x.name and the
// attributes set, and passes over what fn leaves unread.
func (x *xmlReader) each(fn func() error) error {
	inside := x.depth()
	for {
		kind, err := x.next()
		switch {
		case err != nil:
			return x.early(err)
		case kind == startTag:
			if err := fn(); err != nil {
				return err
			}
			if err := x.skipTo(inside); err != nil {
				return err
			}
		case kind == endTag && x.depth() < inside:
			return nil
		}
	}
}

// skipTo reads until only depth elements are open.
func (x *xmlReader) skipTo(depth int) error {
	for x.depth() > depth {
		if _, err := x.next(); err != nil {
			return x.early(err)
		}
	}
	return nil
}

// root opens the root element, which must have this name.
func (x *xmlReader) root(name string) error {
	if _, err := x.next(); err != nil {
		return x.early(err)
	}
	if string(x.name) != name {
		return fmt.Errorf("the element %.40q where %q should be", x.name, name)
	}
	return nil
}

// end reads to the proper end of the document.
func (x *xmlReader) end() error {
	for {
		if _, err := x.next(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// content appends the text of the element last opened to dst, to the element's end.
func (x *xmlReader) content(dst []byte) ([]byte, error) {
	inside, start := x.depth(), len(dst)
	for {
		kind, err := x.next()
		switch {
		case err != nil:
			return dst, x.early(err)
		case kind == textToken:
			if len(dst)-start+len(x.text) > maxToken {
				return dst, errTooLong
			}
			dst = append(dst, x.text...)
		case kind == endTag && x.depth() < inside:
			return dst, nil
		}
	}
}

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

// notXML tells the characters that XML 1.0 leaves out.
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
