package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// The exit codes, which scripts rely on.
const (
	exitDone    = 0 // finished, every row accepted or skipped on purpose
	exitRows    = 1 // finished, but rows are invalid, rejected or unknown
	exitStart   = 2 // could not start; nothing was sent
	exitStopped = 3 // stopped by trouble or a signal; the same command goes on
	exitLocked  = 4 // another run holds this account
	exitPaused  = 5 // paused by a limit of the operator's
)

// exitCode is an ending's.
func exitCode(e job.Ending) int {
	switch e {
	case job.Done:
		return exitDone
	case job.RowsLeft:
		return exitRows
	case job.Stopped:
		return exitStopped
	case job.Busy:
		return exitLocked
	case job.Paused:
		return exitPaused
	}
	return exitStart
}

// codeError carries an exit code whose reason has been told already.
type codeError struct{ code int }

func (e *codeError) Error() string { return strconv.Itoa(e.code) }

// startError is trouble of this package's own before anything was done.
type startError struct {
	code   string // stable
	reason words.Fact
	err    error // the cause, or nil
}

func (e *startError) Error() string    { return e.reason.String() }
func (e *startError) Fact() words.Fact { return e.reason }
func (e *startError) Unwrap() error    { return e.err }

// misused is an error in a command line that can be read and not be followed.
func misused(code words.Code, pairs ...any) error {
	return &startError{code: "usage", reason: words.New(code, pairs...)}
}

// fail tells an error, if there is one to tell, and returns its exit code.
func (a *app) fail(err error) int {
	if err == nil {
		return exitDone
	}
	var told *codeError
	if errors.As(err, &told) {
		return told.code
	}
	code, name := classify(err)
	text := a.errorWords(err)
	if a.json {
		a.printJSON(map[string]any{"error": map[string]string{"errorCode": name, "message": text}})
	}
	switch {
	case a.quiet && (code == exitLocked || code == exitPaused): // as it should be under cron
	case a.json:
		a.logger().Error("contactcast: " + text)
	default:
		fmt.Fprintf(a.err, "contactcast: %s\n", text)
	}
	return code
}

// classify gives an error its exit code and its stable name.
func classify(err error) (code int, name string) {
	if start, ok := errors.AsType[*startError](err); ok {
		return exitStart, start.code
	}
	ending, name := job.EndingOf(err)
	return exitCode(ending), name
}

func (a *app) printJSON(v any) {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // there is nobody left to tell
}
