// Package importer reads a spreadsheet of recipients and contacts into rows that
// may be sent, or into the reason why a row may not.
package importer

import (
	"contactcast/internal/card"
	"contactcast/internal/words"
)

// Field is a column's meaning, named as in sendContact's documentation.
type Field string

// The fields a column can hold.
const (
	ChatID          Field = "chatId"
	PhoneContact    Field = "phoneContact"
	FirstName       Field = "firstName"
	MiddleName      Field = "middleName"
	LastName        Field = "lastName"
	Company         Field = "company"
	QuotedMessageID Field = "quotedMessageId"
)

// Row is one row of the file: a message that may be sent, or a problem.
type Row struct {
	// Number is the row's number as the spreadsheet program shows it.
	Number int
	// Source is the cell text of the source's own columns, as many as the header has;
	// cells beyond the header are kept behind them. Valid until the next row is read.
	Source []string
	// Message is what to send; the zero value if there is a Problem.
	Message card.Card
	// Problem is nil if the row may be sent.
	Problem *Problem
	// Warnings are what a person should look at before sending this row.
	Warnings []Warning
	// Alternative is empty, or the digits of the other number that a Warning speaks of.
	Alternative string
	// Example says that this is the template's example row, whatever was written over
	// its names: nobody means to send it.
	Example bool
}

// Warning is something about a field, or about the whole row if that is "", that a person should look at.
type Warning struct {
	Field Field
	Fact  words.Fact
}

// Problem says why a row cannot be sent.
type Problem struct {
	// Field is one of the fields, "name" when none of the four names is given, or "" for the whole row.
	Field string
	// Reason has one of the codes "missing", "invalid-phone", "phone-length", "ambiguous-phone",
	// "precision-lost", "cell-error", "formula-no-value", "invalid-chat-id", "bad-row".
	Reason words.Fact
	// Column is the spreadsheet's letter for the offending column, or "".
	Column string
	// Cell is the offending cell's text, or "".
	Cell string
}

// problem is a problem with a field, which whoever reads the field fills in with its place.
func problem(code words.Code, pairs ...any) *Problem {
	return &Problem{Reason: words.New(code, pairs...)}
}

// Code is the reason's, for programs.
func (p *Problem) Code() string { return p.Reason.ErrorCode() }

// Error gives the field and the reason, for programmers.
func (p *Problem) Error() string { return p.Field + ": " + p.Reason.String() }

// Fact says why the row cannot be sent, without naming the row or the cell.
func (p *Problem) Fact() words.Fact { return p.Reason }
