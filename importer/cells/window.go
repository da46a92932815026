package cells

import (
	"errors"
	"io"
)

// maxToken is the most that a record, a tag or a text may take in memory, in bytes.
const maxToken = 1 << 20

// errTooLong says that a token is longer than maxToken.
var errTooLong = errors.New("a record, tag or text longer than 1 MiB")

// window is the part of a stream that is being looked at: it holds what was read
// and not yet passed, at most maxToken bytes.
type window struct {
	r        io.Reader
	buf      []byte
	from, to int
	err      error // of the last read, io.EOF included
}

// newWindow looks at a stream of about size bytes.
func newWindow(r io.Reader, size uint64) *window {
	return &window{r: r, buf: make([]byte, min(max(size+1, 512), 64<<10))}
}

// bytes are what can be seen now; they move with the next call of more.
func (w *window) bytes() []byte { return w.buf[w.from:w.to] }

// pass moves on by n bytes.
func (w *window) pass(n int) { w.from += n }

// atEnd reports whether all that is left of the stream can be seen.
func (w *window) atEnd() bool { return w.err == io.EOF }

// more brings more of the stream into sight. Its error is io.EOF when there is
// no more, errTooLong when the window is full, or that of the stream.
func (w *window) more() error {
	if w.err != nil {
		return w.err
	}
	if w.from > 0 {
		copy(w.buf, w.buf[w.from:w.to])
		w.from, w.to = 0, w.to-w.from
	}
	if w.to == len(w.buf) {
		if len(w.buf) >= maxToken {
			return errTooLong
		}
		grown := make([]byte, 2*len(w.buf))
		copy(grown, w.buf)
		w.buf = grown
	}
	start := w.to
	for idle := 0; w.to < len(w.buf) && w.err == nil; idle++ {
		n, err := w.r.Read(w.buf[w.to:])
		w.to, w.err = w.to+n, err
		if n > 0 {
			idle = 0
		} else if idle == 100 && err == nil {
			w.err = io.ErrNoProgress
		}
	}
	if w.to > start {
		return nil
	}
	return w.err
}
