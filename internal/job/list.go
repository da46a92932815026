package job

import (
	"errors"
	"fmt"
	"io"
	"time"

	"contactcast/importer"
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// List is a spreadsheet of recipients, and the job that it becomes.
type List struct {
	// File is the spreadsheet's path; "-" is Input, and then Job must be given.
	File  string
	Input io.Reader
	// Reading says how it is read. Forget forgets how the job was read before.
	Reading Reading
	Forget  bool
	// Job is the job's name; "" is the file's.
	Job string
	// Exclude are files of chats that the job leaves out from now on.
	Exclude []string
	// Cooldown skips who got any card in another job that recently; 0 skips nobody.
	Cooldown time.Duration
	// Already says what to do with rows whose card their chat already got in another job.
	Already Already
	// SendChanged also sends to chats that got another card of this job, one no longer in the file.
	SendChanged bool
}

// Already says what to do with rows whose card their chat already got in another job.
type Already = ledger.Already

// How a list was read, and what a person has to decide about that, in the importer's facts.
type (
	// Table is an open file whose columns are understood.
	Table = importer.Table
	// Question says that a person has to decide how the file is read.
	Question = importer.QuestionError
	// Hint is something about a column that a person should know.
	Hint = importer.Hint
	// Choice is a column that may be what is asked for.
	Choice = importer.Choice
	// Field is a column's meaning.
	Field = importer.Field
	// AlreadySentError says that rows would send what another job already did.
	AlreadySentError = ledger.AlreadySentError
)

// The fields that questions are about.
const (
	ChatID       = importer.ChatID
	PhoneContact = importer.PhoneContact
	FirstName    = importer.FirstName
)

// The kinds of hints.
const (
	HintNear    = importer.HintNear
	HintName    = importer.HintName
	HintOther   = importer.HintOther
	HintSetCard = importer.HintSetCard
	HintWhole   = importer.HintWhole
	HintSecond  = importer.HintSecond
)

// ListRead tells how the list is read, before it is planned.
type ListRead struct {
	*Table
	// Job is its name; Took is what was said when it was planned before, and not now.
	Job  string
	Took Reading
	// Excludes are the files of chats that are left out by this command.
	Excludes []ChatsRead
}

func (ListRead) event() {}

// ListError says that a list cannot be read as it is. Its cause is a *Question, or another package's error.
type ListError struct {
	File string
	Job  string
	Took Reading // what was said when the job was planned before, and not now
	Err  error
}

// Error names the file.
func (e *ListError) Error() string { return fmt.Sprintf("%s: %v", e.File, e.Err) }

// Fact names the file, and the row that a question is about.
func (e *ListError) Fact() words.Fact {
	q, ok := errors.AsType[*Question](e.Err)
	switch {
	case !ok:
		return words.New("list/unusable", "file", e.File, "cause", e.Err)
	case q.Row > 0 && q.Code != "no-header":
		return words.New("question/row", "file", e.File, "row", q.Row, "question", q)
	}
	return words.New("question", "file", e.File, "question", q)
}

// Unwrap returns the cause.
func (e *ListError) Unwrap() error { return e.Err }
