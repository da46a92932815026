package cells

import (
	"io"
	"unicode/utf8"
)

// survey is what one pass over a text file tells about its encoding.
type survey struct {
	size     int64
	controls int64    // bytes that no text holds
	nul      [2]int64 // NUL bytes at even and at odd places
	valid    int64    // UTF-8 sequences of several bytes
	invalid  int64    // bytes that are not UTF-8
	words    []string // different words with bytes outside ASCII, in order
	known    map[string]bool
}

// Limits on the words that are kept, in number and bytes.
const (
	maxWords    = 250
	maxWordSize = 40
)

func newSurvey(r io.Reader) (*survey, error) {
	s := &survey{known: map[string]bool{}}
	win := newWindow(r, maxToken)
	for {
		if err := win.more(); err != nil && err != io.EOF {
			return nil, err
		}
		b := win.bytes()
		if len(b) == 0 {
			return s, nil
		}
		end := len(b)
		if !win.atEnd() {
			end = max(1, end-maxWordSize) // what is cut there comes again
		}
		win.pass(s.block(b, end))
	}
}

// block surveys b to its index end, or to the end of the character there, and
// returns how far it came.
func (s *survey) block(b []byte, end int) int {
	i, word := 0, 0
	for i < end {
		c := b[i]
		switch {
		case ordinary[c]: // nearly all
		case c >= 0x80:
			if i >= word && len(s.words) < maxWords {
				word = s.addWord(b, i)
			}
			i += s.character(b[i:])
			continue
		case c == 0:
			s.nul[(s.size+int64(i))&1]++
		default:
			s.controls++
		}
		i++
	}
	s.size += int64(i)
	return i
}

// ordinary are the ASCII characters of texts.
var ordinary = func() (is [256]bool) {
	for c := range byte(0x80) {
		is[c] = c >= ' ' || textControl(c)
	}
	return is
}()

func textControl(c byte) bool {
	return c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v' || c == 0x1A
}

// character judges the byte outside ASCII at the start of b as UTF-8 and returns
// how many bytes that takes.
func (s *survey) character(b []byte) int {
	_, n := utf8.DecodeRune(b)
	if n == 1 {
		s.invalid++
	} else {
		s.valid++
	}
	return n
}

// addWord keeps the word around b[i], or its beginning, and returns where it ends.
func (s *survey) addWord(b []byte, i int) int {
	from, to := i, i+1
	for from > 0 && wordByte(b[from-1]) && i-from < maxWordSize {
		from--
	}
	for to < len(b) && wordByte(b[to]) {
		to++
	}
	if word := b[from:min(to, from+maxWordSize)]; !s.known[string(word)] {
		s.known[string(word)] = true
		s.words = append(s.words, string(word))
	}
	return to
}

func wordByte(c byte) bool {
	return c >= 0x80 || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// wide tells UTF-16 without a byte order mark, by its NUL bytes.
func (s *survey) wide() string {
	even, odd := s.nul[0], s.nul[1]
	switch {
	case s.size%2 != 0 || even+odd <= s.size/20:
		return ""
	case even*50 <= odd:
		return "utf-16le"
	case odd*50 <= even:
		return "utf-16be"
	}
	return ""
}

// binary tells what is no text at all.
func (s *survey) binary() bool {
	return s.controls*100 > s.size || (s.nul[0]+s.nul[1])*10 > s.size
}
