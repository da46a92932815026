package importer

import (
	"errors"
	"iter"

	"contactcast/importer/cells"
	"contactcast/internal/words"
)

// Table is an open file whose columns are understood.
type Table struct {
	// Format, Sheet, Sheets, Encoding, EncodingGuessed, Sample and Delimiter are the file's, as package cells tells them.
	Format          string
	Sheet           string
	Sheets          []string
	Encoding        string
	EncodingGuessed bool
	Sample          string
	Delimiter       rune

	// Header are the headers of the source's own columns, without those of a
	// report; with Options.Columns the names given there, "" for "-".
	Header []string
	// HeaderRow is the number of the header's row, or 0 if there is none.
	HeaderRow int
	// Mapping are the columns that are read, in the order of Fields.
	Mapping []Column
	// Ignored are the headers of the other columns, blank ones left out.
	Ignored []string
	// Notes are remarks.
	Notes []words.Fact
	// Hints are columns that are not read and might be meant.
	Hints []Hint
	// Above is how many rows that are not blank stand above the header; they are not read.
	Above int
	// IsReport tells that the file is a report whose own columns are left out.
	IsReport bool

	file   *cells.File
	next   func() (cells.Row, error, bool)
	stop   func()
	ahead  []cells.Row // read, and yet to be passed on
	first  []cells.Row // the first of them, to find out what is wrong
	opts   Options
	reader *reader
}

// Column is a column that is read for a field.
type Column struct {
	Field  Field
	Letter string // as the spreadsheet program names it: "A", "AB"
	Header string
}

// Open opens a file and finds out which column is which. The error is a
// *cells.FileError if the file cannot be used, and a *QuestionError if a person has to say
// what is meant.
func Open(path string, opts Options) (*Table, error) {
	t, err := openTable(path, opts)
	if question, ok := errors.AsType[*QuestionError](err); ok {
		otherSheets(path, opts, question)
	}
	return t, err
}

func openTable(path string, opts Options) (*Table, error) {
	if err := opts.check(); err != nil {
		return nil, err
	}
	reader, err := opts.reader()
	if err != nil {
		return nil, err
	}
	file, err := openCells(path, opts.Cells)
	if err != nil {
		return nil, err
	}
	if file.Document != "" {
		file.Close()
		return nil, &cells.FileError{Reason: words.New(file.Document)}
	}
	t := &Table{
		Format: file.Format, Sheet: file.Sheet, Sheets: file.Sheets,
		Encoding: file.Encoding, EncodingGuessed: file.EncodingGuessed, Sample: file.Sample, Delimiter: file.Delimiter,
		file: file, opts: opts, reader: reader,
	}
	t.next, t.stop = iter.Pull2(file.Rows())
	if err := t.understand(); err != nil {
		t.Close()
		return nil, t.orEncoding(err)
	}
	return t, nil
}

// orEncoding adds to what was not understood which sheet was read, and that the text may
// have been taken for another's.
func (t *Table) orEncoding(err error) error {
	var bad *cells.FileError
	var question *QuestionError
	switch {
	case errors.As(err, &question):
		question.Format, question.Sheet, question.Sheets = t.Format, t.Sheet, t.Sheets
		if t.EncodingGuessed {
			question.Encoding = t.Encoding
		}
	case t.EncodingGuessed && errors.As(err, &bad):
		bad.Guessed = t.Encoding
	}
	return err
}

// Close closes the file.
func (t *Table) Close() error {
	t.stop()
	return t.file.Close()
}

// Rows yields the rows in the order of the file, wholly blank ones left out: rows
// that may be sent and rows that carry a problem. An error comes last and takes
// everything back: the file is damaged, use none of it. Rows can be ranged over once.
func (t *Table) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for {
			raw, err, ok := t.pull()
			if !ok {
				return
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			row, ok := t.reader.row(raw)
			if err := t.reader.err; err != nil {
				yield(Row{}, err)
				return
			}
			if ok && !yield(row, nil) {
				return
			}
		}
	}
}

// pull returns the next row of cells.
func (t *Table) pull() (cells.Row, error, bool) {
	if len(t.ahead) > 0 {
		row := t.ahead[0]
		t.ahead = t.ahead[1:]
		return row, nil, true
	}
	return t.next()
}

// understand finds the header and fills in what is known from it.
func (t *Table) understand() error {
	r := t.opts.resolver()
	var u *understanding
	var err error
	if len(t.opts.Columns) > 0 {
		u, err = t.columnsGiven(r)
	} else {
		u, err = t.findHeader(r)
	}
	if err == nil && u.question != nil {
		err = u.question
	}
	if q, ok := errors.AsType[*QuestionError](err); ok {
		t.joined(r, q)
	}
	if err != nil {
		return err
	}
	t.first = nil
	t.reader.lay(u.mapping, r.offset, t.Header)
	t.reader.guarded = t.IsReport && t.Format == "csv"
	t.reader.parted = t.Format == "csv" && t.HeaderRow > 0
	t.reader.survey = t.survey
	if t.opts.Region != "" {
		t.reader.countries = countriesIn(u.columns, u.mapping)
	}
	t.describe(u)
	return nil
}

// describe fills in what people are told.
func (t *Table) describe(u *understanding) {
	m := u.mapping
	for _, f := range Fields() {
		if i, ok := m[f]; ok {
			t.Mapping = append(t.Mapping, Column{f, columnLetters(u.offset + i), t.Header[i]})
		}
	}
	for i, h := range t.Header {
		if m.fieldOf(i) == "" && !blank(h) {
			t.Ignored = append(t.Ignored, h)
		}
	}
	if t.IsReport {
		t.Notes = append(t.Notes, words.New("note/report"))
	}
	t.needless()
	if t.opts.Card != nil {
		t.Notes = append(t.Notes, words.New("note/one-card"))
	}
	for _, w := range t.reader.fixed.Warnings {
		t.Notes = append(t.Notes, words.New("note/fixed-value", "field", w.Field, "warning", w.Fact))
	}
	t.Hints = u.hints
}

// Letter names a column of the source's own, counted from 0, as the spreadsheet program does.
func (t *Table) Letter(i int) string { return columnLetters(t.reader.offset + i) }

// needless says what was said about the file and means nothing to one of its kind.
func (t *Table) needless() {
	o := t.opts.Cells
	switch text := t.Format == "csv"; {
	case text && o.Sheet != "":
		t.Notes = append(t.Notes, words.New("note/no-sheets", "sheet", o.Sheet))
	case !text && o.Delimiter != 0:
		t.Notes = append(t.Notes, words.New("note/no-delimiter"))
	case !text && o.Encoding != "":
		t.Notes = append(t.Notes, words.New("note/no-encoding"))
	}
}
