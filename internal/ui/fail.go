package ui

import (
	"errors"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// trouble is what an error is on a page: its sentences, and what can be done as controls.
type trouble struct {
	Sentence string
	Remedies []words.Remedy
	// Rest is the error for programmers, where nothing else is known of it.
	Rest string
}

// fail answers with an error in words.
func (s *server) fail(w http.ResponseWriter, r *request, err error) {
	status, title := http.StatusUnprocessableEntity, words.New("page/failed")
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, errNotFound):
		status, title = http.StatusNotFound, words.New("page/not-found")
	case errors.As(err, &large):
		status, title = http.StatusRequestEntityTooLarge, words.New("page/too-large")
	}
	v := view{Title: title, Screen: "error", Data: s.trouble(err)}
	if err := s.showAs(w, r, status, "error", v); err != nil {
		http.Error(w, http.StatusText(status), status)
	}
}

// factError is an error that has a sentence.
type factError interface {
	error
	Fact() words.Fact
}

// trouble puts an error into words.
func (s *server) trouble(err error) trouble {
	if err == nil || errors.Is(err, errNotFound) {
		return trouble{}
	}
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return trouble{Sentence: s.say("page/most-bytes", "n", large.Limit>>20)}
	}
	if list, ok := errors.AsType[*job.ListError](err); ok { // which list it is stands above
		err = list.Err
	}
	if known, ok := errors.AsType[factError](err); ok {
		return trouble{Sentence: s.sentence(known.Fact()), Remedies: s.lang.Remedies(known.Fact())}
	}
	return trouble{Rest: err.Error()}
}

// sentence is a fact in words, written as a whole sentence.
func (s *server) sentence(f words.Fact) string { return sentence(s.lang, f) }

func sentence(lang words.Language, f words.Fact) string {
	text := lang.Sentence(f)
	if strings.HasPrefix(lang.Entries[f.Code].Text, "{") && len(f.Facts) == 0 { // it begins with a name
		return text
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// say is a sentence of the catalogue.
func (s *server) say(code words.Code, pairs ...any) string {
	return s.lang.Sentence(words.New(code, pairs...))
}
