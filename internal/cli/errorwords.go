package cli

import (
	"errors"
	"strings"

	"contactcast/internal/job"
)

// wordedError is an error in words for people.
type wordedError struct {
	text string
	err  error
}

func (e *wordedError) Error() string { return e.text }
func (e *wordedError) Unwrap() error { return e.err }

// errorWords are what an error is for people: every fact in its own sentence, and behind it what
// can be done, with the commands as this command line needs them. What stands around the facts,
// a file's name or a verb, stays.
func (a *app) errorWords(err error) string {
	if told, ok := errors.AsType[*wordedError](err); ok {
		return told.text
	}
	text := err.Error()
	for _, known := range facts(err) {
		text = strings.Replace(text, known.Error(), a.factWords(known), 1)
	}
	return text
}

// factWords are an error's sentence and remedies; a question has its answers behind it.
func (a *app) factWords(known factError) string {
	if q, ok := errors.AsType[*job.Question](known); ok {
		if e, ok := errors.AsType[*job.ListError](known); ok {
			return a.questionWords(e, q)
		}
	}
	text := a.sentence(known.Fact()) + strings.Join(a.remedies(known.Fact()), "")
	if refused, ok := errors.AsType[*job.FileError](known); ok {
		text += a.encodings(refused.Readings)
	}
	return text
}
