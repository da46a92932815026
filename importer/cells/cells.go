// Package cells reads CSV and XLSX files as checked cells, with the row numbers
// that people see in their spreadsheet program. A file that is damaged, cut off
// or not what it claims to be is refused as a whole: its rows end in an error.
//
// It is read in little memory: a line, a tag or a text of at most 1 MiB at a time,
// and of a workbook all shared strings, at most 256 MiB.
package cells

import "contactcast/internal/words"

// Kind says what a cell holds.
type Kind uint8

// The kinds of cells. A CSV file has only Empty and Text.
const (
	Empty   Kind = iota
	Text         // text, formula results that are text included
	Number       // a number, formula results that are numbers included
	Bool         // TRUE or FALSE
	Date         // a number under a date format, or an ISO date
	Error        // #N/A, #REF! and the like
	NoValue      // a formula whose result was never stored
)

// Cell is one cell of a row.
type Cell struct {
	Kind Kind
	// Text is what a person sees, and what goes back into the report: text as it
	// stands, a number by its stored digits rather than by a format that hides
	// them (79000000515 under 0.00E+00 is "79000000515"; a format that only pads
	// or prefixes, 0000000000 or +0, is kept), TRUE or FALSE, a date as
	// 2006-01-02 or 2006-01-02 15:04:05, a time as 15:04:05, an error by its name.
	// Never trimmed. A number of more than 15 digits has lost some and stays as it is
	// stored, such as 1.20363043968067E+17. A number under a date format that
	// lies beyond the year 9999 is a number.
	Text string
}

// Row is one row that has at least one cell with more than white space, or a problem.
type Row struct {
	// Number is the row's number as the spreadsheet program shows it: the first is 1.
	// Numbers rise from row to row; rows that are wholly blank are passed over but counted.
	Number int
	// Cells are the row's cells from column A on, as many as the row has. The slice is
	// valid until the next row is read; the strings in it may be kept.
	Cells []Cell
	// Problem is empty, or says why this record cannot be used (a quote never closed, a
	// NUL byte): a code of "bad-row". Cells is then what could be made of it.
	Problem words.Code
}

// HiddenRows says what to do with rows that the spreadsheet hides.
type HiddenRows uint8

// What to do with hidden rows that are not blank.
const (
	AskHidden     HiddenRows = iota // refuse the file with code "hidden-rows"
	IncludeHidden                   // read them like the others
	SkipHidden                      // leave them out
)

// Options say how to read a file. The zero value detects everything.
type Options struct {
	Sheet      string     // XLSX: the sheet of this name; "" is the first visible one
	Delimiter  rune       // text files: 0 is detected
	Encoding   string     // text files: a name as in the WHATWG list; "" is detected
	HiddenRows HiddenRows // XLSX
}

// FileError says that a file cannot be used at all.
type FileError struct {
	// Reason has one of the stable codes "encrypted", "corrupt", "unsupported-format",
	// "too-large", "encoding", "hidden-rows", "no-sheet".
	Reason words.Fact
	// Row is the row number where it was seen, or 0 for the whole file.
	Row int
	// Guessed is the encoding in which the text was read, if nothing but its letters told it.
	Guessed string
	// Readings are the encodings that the text may be in, where that is the question.
	Readings []Reading
	// Err is the cause, or nil.
	Err error
}

// Reading is an encoding that a text may be in, and some of its words as they read in it.
type Reading struct {
	Encoding, Sample string
}

// Code is the reason's, for programs.
func (e *FileError) Code() string { return e.Reason.ErrorCode() }

// Error gives the reason and the row, for programmers.
func (e *FileError) Error() string { return e.Fact().String() }

// Fact says why the file cannot be used, and where that was seen.
func (e *FileError) Fact() words.Fact {
	f := e.Reason
	if e.Row > 0 {
		f = words.New("file/at-row", "row", e.Row, "why", f)
	}
	if e.Guessed != "" {
		f = words.New("file/encoding-guessed", "why", f, "encoding", e.Guessed)
	}
	return f
}

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }
