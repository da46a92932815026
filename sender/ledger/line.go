package ledger

import (
	"time"

	"contactcast/internal/card"
	"contactcast/internal/words"
)

// Status is what became of a row, as people see it.
type Status = words.Status

// The statuses of a row.
const (
	Pending  = words.Pending
	Accepted = words.Accepted
	Rejected = words.Rejected
	Unknown  = words.Unknown
	Invalid  = words.Invalid
	Skipped  = words.Skipped
)

// sending is the status of a row whose message is in flight. Only the run that holds it
// may tell it from unknown, so no exported function ever returns it.
const sending Status = "sending"

// Statuses returns all statuses in the order in which people are told of them.
func Statuses() []Status { return words.Statuses() }

// Counts are rows by status.
type Counts map[Status]int

// Total returns the number of rows.
func (c Counts) Total() int {
	n := 0
	for _, rows := range c {
		n += rows
	}
	return n
}

// Line is one row of a job's file with what became of it.
type Line struct {
	// Row is the row's number as the spreadsheet program shows it.
	Row    int
	Status Status
	// Field is the offending field of an invalid row, or "".
	Field string
	// ErrorCode is stable and for programs, Reason is for people; both are empty if all is well.
	ErrorCode string
	Reason    words.Fact
	// Column is the spreadsheet's letter for the offending cell of an invalid row, Cell the
	// beginning of its text; or "".
	Column, Cell string
	// List names what left a skipped row out: a list of chats, a stop word, or the job that sent its card; or "".
	List string
	// IDMessage is what the API called the message; only accepted rows have one.
	IDMessage string
	// Attempts counts the requests that were made for this row.
	Attempts int
	// AcceptedAt is the time of the API's answer, or zero.
	AcceptedAt time.Time
	// Account is the key of the account that sent it, or perhaps did, where a job went over several; else "".
	Account string
	// Delivery is the delivery status as last fetched, or "".
	Delivery string
	// Message is what is sent for this row; nil for invalid rows.
	Message *card.Card
	// Source is the cell text of the source's own columns.
	Source []string
}

// Job is one list that is sent, by name.
type Job struct {
	ID   int64
	Name string
	// File is the input as it was given, made absolute; Sheet is "" for text files.
	File, Sheet string
	// Header names the source's own columns.
	Header []string
	// Delimiter separates the columns of a text file; "" for any other.
	Delimiter string
	// Fingerprint stands for the file's bytes and all options that shape the plan.
	Fingerprint string
	PlannedAt   time.Time
	// StartedAt and EndedAt are the last run's; EndedAt is zero while it runs, or if it was killed.
	StartedAt, EndedAt time.Time
	// Command is the command line of the last run, to go on with; "" if unknown.
	Command string
	// StopCode and Stop say why the last run ended with rows left; empty if it did not.
	StopCode string
	Stop     words.Fact
}
