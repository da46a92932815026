package job

import (
	"context"
	"errors"

	"contactcast/importer"
	"contactcast/importer/cells"
	"contactcast/internal/words"
	"contactcast/sender"
	"contactcast/sender/ledger"
)

// Ending is how a verb ended, for whoever decides what to do next.
type Ending int

// The endings.
const (
	Done       Ending = iota // every row is accepted or was skipped on purpose
	RowsLeft                 // finished, but rows are invalid, rejected or unknown, or a person has to decide
	NotStarted               // could not start: nothing was sent
	Stopped                  // by trouble or a signal: the same goes on
	Busy                     // another run holds an account or the job
	Paused                   // by a limit of the operator's own
)

// What other packages return as errors, by the names under which the callers of this one speak of it.
type (
	// Stop is why a run ended with rows left.
	Stop = sender.StopError
	// BusyError says that another run holds an account or the job.
	BusyError = ledger.HeldError
	// FileError says that a file cannot be used at all.
	FileError = cells.FileError
	// EncodingReading is how a text whose encoding is not known may be meant.
	EncodingReading = cells.Reading
	// ReadOnlyError says that the ledger cannot be written to.
	ReadOnlyError = ledger.ReadOnlyError
)

// EndingOf is what an error ends a verb with, and its stable code.
func EndingOf(err error) (Ending, string) {
	var (
		stop     *Stop
		locked   *BusyError
		old      *ledger.OldRunError
		format   *ledger.FormatError
		fixed    *ReadOnlyError
		away     *ledger.AwayError
		lost     *ledger.LostError
		file     *FileError
		question *importer.QuestionError
		refusal  *Refusal
		noJob    *NoJobError
		row      *RowError
		already  *AlreadySentError
		chats    *ChatListError
		opted    *OptedOutError
		shown    *UnrecordedError
	)
	switch {
	case err == nil:
		return Done, ""
	case errors.As(err, &locked), errors.As(err, &old):
		return Busy, "locked"
	case errors.As(err, &stop):
		return endingOf(stop), stop.Code()
	case errors.As(err, &away), errors.As(err, &lost):
		return Stopped, "ledger"
	case errors.As(err, &file):
		return NotStarted, file.Code()
	case errors.As(err, &question):
		return NotStarted, question.Code
	case errors.As(err, &format):
		return NotStarted, "ledger"
	case errors.As(err, &fixed):
		return NotStarted, "state"
	case errors.As(err, &noJob):
		return NotStarted, "no-job"
	case errors.As(err, &row):
		return NotStarted, "usage"
	case errors.As(err, &already):
		return NotStarted, "already-sent"
	case errors.As(err, &chats):
		return NotStarted, chats.Code
	case errors.As(err, &opted):
		return NotStarted, "opted-out"
	case errors.As(err, &shown):
		return NotStarted, "unrecorded"
	case errors.As(err, &refusal):
		if code := refusal.Reason.ErrorCode(); code != "options" {
			return NotStarted, code
		}
		return NotStarted, "usage"
	}
	if code := words.Of(err).ErrorCode(); code != "as-told" {
		return NotStarted, code
	}
	return NotStarted, "error"
}

func endingOf(stop *Stop) Ending {
	switch {
	case stop.Paused():
		return Paused
	case stop.Code() == "doubt": // a person must decide first
		return RowsLeft
	case stop.Setup():
		return NotStarted
	}
	return Stopped
}

// judge judges a run that had begun: whatever the trouble, it goes on with the same command.
func judge(stop *Stop, c Counts, undecided int) (outcome string, e Ending) {
	bad := c[words.Invalid] + c[words.Rejected] + c[words.Unknown] + undecided
	switch {
	case stop != nil && stop.Paused():
		return "paused", Paused
	case stop != nil:
		return "stopped", Stopped
	case bad > 0:
		return "finished", RowsLeft
	}
	return "finished", Done
}

// Interrupted says what an error comes from when ctx was cancelled: whatever was under way then fails in its own words.
func Interrupted(ctx context.Context, err error) error {
	var stop *Stop
	if err == nil || ctx.Err() == nil || errors.As(err, &stop) {
		return err
	}
	return &Stop{Reason: words.New("interrupted/again", "cause", context.Cause(ctx)), Err: err}
}
