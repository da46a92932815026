package ledger

import (
	"contactcast/internal/card"
	"contactcast/internal/words"
)

// Row is one row of a list, to be planned: a message that may be sent, or a problem.
type Row struct {
	// Number is the row's number as the spreadsheet program shows it.
	Number int
	// Source is the cell text of the source's own columns. It may be used again for the next row.
	Source []string
	// Message is what to send; the zero value if there is a Problem.
	Message card.Card
	// Problem is nil if the row may be sent.
	Problem *Problem
	// Example marks a template's example row, which nobody means to send.
	Example bool
}

// Problem says why a row cannot be sent.
type Problem struct {
	// Field is the offending field, or "" for the whole row.
	Field string
	// Reason says what is wrong.
	Reason words.Fact
	// Column is the spreadsheet's letter for the offending column, Cell the cell's text; or "".
	Column, Cell string
}
