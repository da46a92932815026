package cells

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/htmlindex"
)

// pages are the single-byte encodings that are guessed, the more usual first, with
// the logarithm of how seldom a list is in one.
var pages = []struct {
	name   string
	seldom float64
}{
	{"windows-1251", 0}, {"windows-1252", 0}, {"windows-1250", -1}, {"windows-1254", -1}, {"windows-1255", -1},
	{"windows-1256", -1}, {"windows-1253", -1}, {"windows-874", -2}, {"windows-1257", -3}, {"ibm866", -4}, {"iso-8859-2", -4},
	{"iso-8859-7", -4}, {"iso-8859-15", -4}, {"koi8-u", -4}, {"macintosh", -5}, {"x-mac-cyrillic", -5}, {"iso-8859-5", -6}, {"iso-8859-6", -6},
}

// eastern are the encodings of Chinese, Japanese and Korean. They are never
// guessed, as almost any text can be read in them, but offered.
var eastern = []string{"gb18030", "shift_jis", "big5", "euc-kr", "euc-jp"}

// What makes a guess sure: by how much the logarithm of its probability must beat
// that of every other reading, in all and for each character that differs, and
// the least that a known language reaches for each character.
const (
	sureMargin    = 12
	sureMarginPer = 0.15
	sureFit       = -3.8
)

// reading is the text of a file in an encoding.
type reading struct {
	name  string
	words []string
	score float64
}

// sample are some words of the reading to look at: those that others read
// differently, if there are others.
func (r reading) sample(others []reading) string {
	var words []string
	for i, w := range r.words {
		differs := func(other reading) bool { return other.words[i] != w }
		if len(words) < 4 && (len(others) == 0 || slices.ContainsFunc(others, differs)) {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// guess finds the encoding in which the words of a survey look best. If that is
// not sure, rivals are the readings that can be meant, the best first.
func guess(s *survey) (best reading, rivals []reading) {
	all := s.readings()
	best = all[0]
	known := best.score >= sureFit*s.chars(func(int) bool { return true })
	for _, r := range all {
		differs := func(i int) bool { return r.words[i] != best.words[i] }
		margin := math.Max(sureMargin, sureMarginPer*s.chars(differs))
		if !known || r.score > best.score-margin {
			rivals = addReading(rivals, r)
		}
	}
	switch {
	case !known:
		rivals = s.addEastern(rivals[:min(len(rivals), 3)])
	case len(rivals) == 1:
		return best, nil
	}
	return best, rivals
}

// chars counts the characters outside ASCII in some of the words.
func (s *survey) chars(some func(i int) bool) float64 {
	n := 0
	for i, w := range s.words {
		for j := 0; j < len(w) && some(i); j++ {
			n += int(w[j] >> 7)
		}
	}
	return float64(n)
}

// addReading adds a reading unless it reads the same as one before.
func addReading(to []reading, r reading) []reading {
	same := func(other reading) bool { return slices.Equal(other.words, r.words) }
	if slices.ContainsFunc(to, same) {
		return to
	}
	return append(to, r)
}

// readings are those in single-byte encodings, the best first.
func (s *survey) readings() []reading {
	var all []reading
	known := models()
	for _, page := range pages {
		r := s.read(page.name)
		r.score = page.seldom + fit(r.words, known)
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(a, b reading) int { return cmp.Compare(b.score, a.score) })
	return all
}

// addEastern adds the eastern encodings in which everything can be read. The last
// character of a word may be cut: its second byte can be a sign.
func (s *survey) addEastern(to []reading) []reading {
	for _, name := range eastern {
		r := s.read(name)
		for i, w := range r.words {
			r.words[i] = strings.TrimSuffix(w, string(unicode.ReplacementChar))
		}
		bad := func(word string) bool { return strings.ContainsFunc(word, unreadable) }
		if !slices.ContainsFunc(r.words, bad) {
			to = addReading(to, r)
		}
	}
	return to
}

// read reads the words in an encoding.
func (s *survey) read(name string) reading {
	r := reading{name: name}
	enc, err := htmlindex.Get(name)
	for _, w := range s.words {
		text := string(unicode.ReplacementChar)
		if err == nil {
			text, err = enc.NewDecoder().String(w)
		}
		r.words = append(r.words, text)
	}
	return r
}

func unreadable(r rune) bool {
	return r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Co, r)
}

// fit is the logarithm of how probable the words are in the language that suits
// them best; each word may be in another one, at a price.
func fit(words []string, known []model) float64 {
	scores := make([][]float64, len(known))
	main, mainTotal := 0, math.Inf(-1)
	for i, m := range known {
		total := 0.0
		for _, w := range words {
			score := m.score([]rune(w))
			scores[i] = append(scores[i], score)
			total += score
		}
		if total > mainTotal {
			main, mainTotal = i, total
		}
	}
	total := 0.0
	for w := range words {
		best := scores[main][w]
		for i := range known {
			best = math.Max(best, scores[i][w]+otherLanguage)
		}
		total += best
	}
	return total
}
