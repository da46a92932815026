package cells

import (
	"bytes"
	"contactcast/internal/words"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Limits on the table of shared strings.
const (
	maxStringCount = 1 << 23
	maxStringBytes = 256 << 20
)

// stringTable holds the shared strings one behind the other.
type stringTable struct {
	text string
	ends []uint32
}

// at returns the string of this index.
func (t *stringTable) at(i int) string {
	start := uint32(0)
	if i > 0 {
		start = t.ends[i-1]
	}
	return t.text[start:t.ends[i]]
}

// readStrings reads the table of shared strings. It never outgrows its part, so
// that it need not be copied as it grows. A part that is not there is an empty table:
// cells that need it are told by their index.
func (w *workbook) readStrings(part string) error {
	if _, ok := w.pack.find(part); !ok {
		return nil
	}
	var all strings.Builder
	var buf []byte
	var ends []uint32
	err := w.pack.read(part, maxStrings, func(x *xmlReader) error {
		if f, _ := w.pack.find(part); f != nil {
			all.Grow(int(min(f.UncompressedSize64, maxStringBytes)))
		}
		if err := x.root("sst"); err != nil {
			return err
		}
		return x.each(func() (err error) {
			if string(x.name) != "si" {
				return nil
			}
			if buf, err = richText(x, buf[:0]); err != nil {
				return err
			}
			if len(ends) == maxStringCount || all.Len()+len(buf) > maxStringBytes {
				return tooLarge(nil, words.New("too-large/strings"))
			}
			all.Write(buf)
			ends = append(ends, uint32(all.Len()))
			return nil
		})
	})
	w.strings = stringTable{all.String(), ends}
	return err
}

// richText appends the text of an si or is element: its runs without the
// phonetic ones.
func richText(x *xmlReader, dst []byte) ([]byte, error) {
	start := len(dst)
	run := func() (err error) {
		if string(x.name) == "t" {
			dst, err = x.content(dst)
		}
		if len(dst)-start > maxToken {
			return errTooLong
		}
		return err
	}
	err := x.each(func() error {
		if string(x.name) == "r" {
			return x.each(run)
		}
		return run()
	})
	return unescape(dst, start), err
}

// unescape undoes _xHHHH_, by which a workbook writes a UTF-16 unit, in dst[start:],
// and drops byte order marks.
func unescape(dst []byte, start int) []byte {
	dst = unescapeUnits(dst, start)
	if !bytes.Contains(dst[start:], byteOrderMark) {
		return dst
	}
	return append(dst[:start], bytes.ReplaceAll(dst[start:], byteOrderMark, nil)...)
}

func unescapeUnits(dst []byte, start int) []byte {
	from := bytes.IndexByte(dst[start:], '_')
	if from < 0 {
		return dst
	}
	out := dst[:start+from]
	for in := dst[start+from:]; len(in) > 0; {
		r, n := escaped(in)
		if n == 0 {
			out, in = append(out, in[0]), in[1:]
			continue
		}
		in = in[n:]
		if low, m := escaped(in); m > 0 && utf16.IsSurrogate(r) {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				r, in = pair, in[m:]
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// escaped reads the _xHHHH_ at the start of b and returns its unit and length, or length 0.
func escaped(b []byte) (rune, int) {
	if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, 0
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	if err != nil {
		return 0, 0
	}
	return rune(n), 7
}

// index reads the index of a shared string.
func (t *stringTable) index(raw []byte) (int, error) {
	i, err := strconv.Atoi(string(raw))
	if err != nil || i < 0 || i >= len(t.ends) {
		return 0, fmt.Errorf("the text number %.20q, of %d", raw, len(t.ends))
	}
	return i, nil
}
