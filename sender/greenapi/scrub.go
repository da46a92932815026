package greenapi

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// scrubber takes the token out of whatever came back from the network.
type scrubber struct {
	token *regexp.Regexp
	plain string
}

// newScrubber matches the token in any letter case, with any of its characters percent-encoded (also twice) or as a JSON escape.
func newScrubber(token string) scrubber {
	var b strings.Builder
	for _, c := range []byte(token) {
		fmt.Fprintf(&b, `(?i:%s|%%(?:25)*%02x|\\u00%02x)`, regexp.QuoteMeta(string(c)), c, c)
	}
	return scrubber{regexp.MustCompile(b.String()), token}
}

func (s scrubber) text(t string) string {
	if plain(t) && !strings.Contains(strings.ToLower(t), strings.ToLower(s.plain)) { // as most answers are
		return t
	}
	return s.token.ReplaceAllLiteralString(t, "***")
}

// plain reports whether the token could stand in a text only as it is, in some letter case.
func plain(t string) bool {
	for i := range len(t) {
		if t[i] >= 0x80 || t[i] == '%' || t[i] == '\\' {
			return false
		}
	}
	return true
}

// body is an answer's text for people: without the token, bounded, valid UTF-8.
func (s scrubber) body(b []byte) string {
	t := s.uncut(s.text(string(b)))
	if len(t) > maxBodyText {
		t = t[:maxBodyText]
	}
	return strings.ToValidUTF8(t, "\uFFFD")
}

// uncut takes out the beginning of a token with which a body ends that was lost half-way.
func (s scrubber) uncut(t string) string {
	const telling = 4 // fewer characters give nothing away
	for n := min(len(s.plain), len(t)); n >= telling; n-- {
		if rest := len(t) - n; strings.EqualFold(t[rest:], s.plain[:n]) {
			return t[:rest] + "***"
		}
	}
	return t
}

// error returns err itself when nothing in its chain shows the token; else a plain error with the cleaned text.
// net/http quotes what a server sent in some of its errors.
func (s scrubber) error(err error) error {
	if s.clean(err) {
		return err
	}
	return errors.New(s.text(err.Error()))
}

func (s scrubber) clean(err error) bool {
	if s.token.MatchString(fmt.Sprintf("%v %+v %#v", err, err, err)) {
		return false
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return e.Unwrap() == nil || s.clean(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			if !s.clean(inner) {
				return false
			}
		}
	}
	return true
}
