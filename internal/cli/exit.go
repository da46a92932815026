package cli

import (
	"encoding/json"
	"errors"
	"fmt"

	"contactcast/importer"
	"contactcast/importer/cells"
	"contactcast/importer/phone"
	"contactcast/sender"
	"contactcast/sender/ledger"
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

// codeError carries an exit code whose reason has been told already.
type codeError struct{ code int }

func (e *codeError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// startError is trouble before anything was sent: credentials, configuration.
type startError struct {
	code string // stable
	err  error
}

func (e *startError) Error() string { return e.err.Error() }
func (e *startError) Unwrap() error { return e.err }

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
	text := a.words(err)
	if a.quiet && (code == exitLocked || code == exitPaused) { // as it should be under cron
		return code
	}
	if a.json {
		a.printJSON(map[string]any{"error": map[string]string{"errorCode": name, "message": text}})
		a.quiet = false
		a.log("contactcast: %s", text)
		return code
	}
	fmt.Fprintf(a.err, "contactcast: %s\n", text)
	return code
}

// words are an error's, with the commands in it as this command line needs them.
func (a *app) words(err error) string {
	var locked *ledger.LockedError
	if errors.As(err, &locked) {
		return fmt.Sprintf("another run holds this account (%s): let it finish; contactcast status%s shows how far it is", locked.Path, a.sameAccount())
	}
	var readOnly *ledger.ReadOnlyError
	if errors.As(err, &readOnly) {
		return err.Error() + "; make it writable, or choose another folder with --state or CONTACTCAST_STATE"
	}
	return a.told(err)
}

// classify gives an error its exit code and its stable name.
func classify(err error) (code int, name string) {
	var (
		stop     *sender.StopError
		locked   *ledger.LockedError
		format   *ledger.FormatError
		file     *cells.FileError
		usage    *usageError
		start    *startError
		options  *importer.OptionError
		region   *phone.RegionError
		state    *noStateError
		question *importer.QuestionError
		fixed    *ledger.ReadOnlyError
	)
	switch {
	case errors.As(err, &locked):
		return exitLocked, "locked"
	case errors.As(err, &stop) && stop.Paused():
		return exitPaused, stop.Code
	case errors.As(err, &stop) && stop.Code == "doubt": // a person must decide first
		return exitRows, stop.Code
	case errors.As(err, &stop) && stop.Setup():
		return exitStart, stop.Code
	case errors.As(err, &stop):
		return exitStopped, stop.Code
	case errors.As(err, &file):
		return exitStart, file.Code()
	case errors.As(err, &question):
		return exitStart, question.Code
	case errors.As(err, &format):
		return exitStart, "ledger"
	case errors.As(err, &usage):
		return exitStart, "usage"
	case errors.As(err, &state), errors.As(err, &fixed):
		return exitStart, "state"
	case errors.As(err, &options), errors.As(err, &region):
		return exitStart, "usage"
	case errors.As(err, &start):
		return exitStart, start.code
	}
	return exitStart, "error"
}

func (a *app) printJSON(v any) {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // there is nobody left to tell
}
