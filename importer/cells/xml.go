package cells

import (
	"bytes"
	"errors"
	"fmt"
	"io"

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

// newXMLReader reads a document of about size bytes.
func newXMLReader(r io.Reader, size uint64) (*xmlReader, error) {
	x := &xmlReader{win: newWindow(r, size)}
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
	x.win = newWindow(transform.NewReader(rest, enc.NewDecoder()), maxToken)
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

// errCut says that a document ends before its end.
var errCut = errors.New("it ends too early")

// early turns an end of the stream where none may be into errCut.
func (x *xmlReader) early(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errCut
	}
	return err
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
