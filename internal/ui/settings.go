package ui

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// settings are the controls by which a person says how a file is read, as they stand.
type settings struct {
	job.Reading
	Sheets []string // to choose from
	Text   bool     // it is a text file: delimiter and encoding can be said
	// Columns are the file's where they are not understood.
	Columns []questionColumn
	// Headless says that the file seems to have no header; HeaderRows are rows that may be it.
	Headless   bool
	HeaderRows []int
	// Said says that something was said here.
	Said     bool
	Already  string
	Changed  bool
	Accounts []string
	Read     *job.ListRead
}

// questionColumn is a column whose meaning a person is to say.
type questionColumn struct {
	Letter, Header string
	Values         []string
	Field          string
}

// settingsOf are a list's, as far as they are known without its check; err is why it cannot be read.
func settingsOf(l list, err error) settings {
	s := settings{Reading: l.Reading, Said: l.Said, Already: string(l.Already), Changed: l.SendChanged, Accounts: l.Accounts}
	q, ok := errors.AsType[*job.Question](err)
	if !ok {
		if f, ok := errors.AsType[*job.FileError](err); ok {
			s.Text = f.Code() == "encoding"
		}
		return s
	}
	s.Sheets, s.Text = q.Sheets, q.Format == "csv"
	s.Headless = q.Code == "no-header" && q.Below == 0 || len(l.Reading.Columns) > 0
	for _, row := range []int{q.Row, q.Below} {
		if row > 0 && row != l.Reading.HeaderRow {
			s.HeaderRows = append(s.HeaderRows, row)
		}
	}
	if s.Sheet == "" {
		s.Sheet = q.Sheet
	}
	for _, c := range q.Columns {
		column := questionColumn{c.Letter, c.Header, c.Values, string(c.Field)}
		if name, given := mapped(l.Reading, c); given {
			column.Field = name
		}
		s.Columns = append(s.Columns, column)
	}
	return s
}

// mapped is the field that a column was said to be.
func mapped(r job.Reading, c job.Choice) (field string, given bool) {
	for f, name := range r.Map {
		if name == c.Letter || name == c.Header && c.Header != "" {
			return f, true
		}
	}
	if at := columnIndex(c.Letter); at >= 0 && at < len(r.Columns) && r.Columns[at] != noColumn {
		return r.Columns[at], true
	}
	return "", false
}

// found fills in what the check found out.
func (s *settings) found(read job.ListRead) {
	s.Read, s.Sheets, s.Text = &read, read.Sheets, read.Format == "csv"
}

// Samples count the values that are shown of each column.
func (s settings) Samples() (rows []int) {
	for _, c := range s.Columns {
		for len(rows) < len(c.Values) {
			rows = append(rows, len(rows))
		}
	}
	return rows
}

// Fields are what a column can be: not what is the same on every card.
func (s settings) Fields() []string {
	return slices.DeleteFunc(job.Fields(), func(f string) bool {
		_, set := s.Set[f]
		return set || (s.SetContact != "" || s.Card != nil) && slices.Contains(cardFields(), f)
	})
}

// Regions are the countries whose numbers can be completed.
func (settings) Regions() []job.Region { return job.Regions() }

// Encodings are those of texts that do not say theirs, the commonest first.
func (s settings) Encodings() []string {
	all := []string{"utf-8", "windows-1252", "windows-1251", "windows-1250", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
		"iso-8859-2", "utf-16le", "koi8-r", "shift_jis", "gbk", "big5", "euc-kr"}
	if s.Encoding != "" && !slices.Contains(all, s.Encoding) {
		all = append(all, s.Encoding)
	}
	return all
}

// options fills in what a control's choice is made from.
func (s settings) options(lang words.Language, c control) control {
	add := func(value, label string, chosen bool) { c.Options = append(c.Options, option{value, label, chosen}) }
	switch {
	case c.Kind != asChoice:
	case c.Name == "region":
		add("", lang.Text("page/choose"), s.Region == "")
		for _, r := range s.Regions() {
			add(r.Code, r.Name, strings.EqualFold(r.Code, s.Region))
		}
	case c.Name == "encoding":
		add("", lang.Text("page/choose"), s.Encoding == "")
		for _, name := range s.Encodings() {
			add(name, name, name == s.Encoding)
		}
	case c.Name == "sheet":
		for _, name := range s.Sheets {
			add(name, name, name == s.Sheet)
		}
	case c.Name == "delimiter":
		for _, d := range delimiters {
			add(d.Value, lang.Text(words.Code(d.Name)), d.Value == s.Delimiter)
		}
	}
	return c
}

// answerCheck takes what a person said about a list, and has it checked again.
func (s *server) answerCheck(w http.ResponseWriter, r *request) error {
	if err := r.form(w); err != nil {
		return err
	}
	l, err := s.list(r)
	if err != nil {
		return err
	}
	if other := r.PostForm.Get("job"); other != "" {
		return s.goOnWith(w, r, l, other)
	}
	if l, err = s.spelled(r, l); err != nil {
		return err
	}
	reading, err := answered(l.Reading, s.columnsNow(r, l), r)
	if err != nil {
		return err
	}
	err = s.shelf.change(l.Name, l.Trial, func(l *list) {
		l.Reading, l.Said = reading, true
		if names, ok := r.PostForm["account"]; ok {
			l.Accounts = slices.DeleteFunc(names, func(name string) bool { return name == "" })
		}
		if values, ok := r.PostForm["already"]; ok {
			l.Already = job.Already(values[len(values)-1])
		}
		if values, ok := r.PostForm["changed"]; ok {
			l.SendChanged = values[len(values)-1] == "send"
		}
	})
	if err != nil {
		return err
	}
	to := address(r.base, "lists", l.Name, "check")
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	return r.back(w, to)
}

// take takes over a field of the form, if it is there.
func take(r *request, name string, into *string) {
	if values, ok := r.PostForm[name]; ok {
		*into = strings.TrimSpace(values[len(values)-1])
	}
}

// answered is a reading with what the form says.
func answered(was job.Reading, columns []questionColumn, r *request) (now job.Reading, err error) {
	if r.PostForm.Get("reset") != "" {
		return job.Reading{}, nil
	}
	now = was
	take(r, "sheet", &now.Sheet)
	take(r, "region", &now.Region)
	take(r, "phoneDigits", &now.PhoneDigits)
	take(r, "hiddenRows", &now.HiddenRows)
	take(r, "encoding", &now.Encoding)
	take(r, "delimiter", &now.Delimiter)
	if now.Sheet != was.Sheet { // whose columns are others
		now.HeaderRow, now.Columns, now.Map, now.Headers = 0, nil, nil, nil
		return now, nil
	}
	header := ""
	take(r, "headerRow", &header)
	if header == "at" {
		take(r, "headerAt", &header)
	}
	noHeader := header == "none"
	if r.PostForm.Has("headerRow") && !noHeader {
		if now.HeaderRow, err = strconv.Atoi("0" + header); err != nil {
			return was, &Error{words.New("page/not-a-row", "given", header), err}
		}
		now.Columns = nil
		if now.HeaderRow != was.HeaderRow { // other words name the columns
			now.Map, now.Headers = nil, nil
			for i := range columns {
				columns[i].Header = ""
			}
		}
	}
	return columnsAnswered(now, columns, r, noHeader), nil
}

// columnsAnswered is a reading with what the selects over the columns say, if they say anything
// new. Of two columns for one field, the one that was chosen now is meant.
func columnsAnswered(now job.Reading, columns []questionColumn, r *request, noHeader bool) job.Reading {
	said, chosen := map[string]string{}, map[string]string{} // letters by field
	changed := noHeader
	for _, c := range columns {
		field := c.Field
		take(r, "column-"+c.Letter, &field)
		switch {
		case field != c.Field:
			changed = true
			chosen[field] = c.Letter
		case field != "":
			said[field] = c.Letter
		}
	}
	if !changed {
		return now
	}
	maps.Copy(said, chosen)
	delete(said, "")
	if noHeader || len(now.Columns) > 0 {
		now.HeaderRow, now.Map, now.Headers = 0, nil, nil
		now.Columns = inOrder(said, columns)
		return now
	}
	now.Map = maps.Clone(now.Map)
	if now.Map == nil {
		now.Map = map[string]string{}
	}
	for _, c := range columns {
		if said[c.Field] != c.Letter && c.Field != "" { // it is that no longer
			now.Map[c.Field] = noColumn
		}
	}
	for field, letter := range chosen {
		if field != "" {
			now.Map[field] = nameOf(columns, letter)
		}
	}
	return now
}

// noColumn says that no column is a field, though one may be called like it.
const noColumn = "-"

// nameOf is what names a column in a reading: its header, or its letter where that is not enough.
func nameOf(columns []questionColumn, letter string) string {
	name, alike := letter, 0
	for _, c := range columns {
		if c.Letter == letter && strings.TrimSpace(c.Header) != "" {
			name = c.Header
		}
	}
	for _, c := range columns {
		if strings.EqualFold(strings.TrimSpace(c.Header), strings.TrimSpace(name)) {
			alike++
		}
	}
	if alike > 1 {
		return letter
	}
	return name
}

// inOrder are the fields of the columns in the order of the file, "-" for none.
func inOrder(said map[string]string, columns []questionColumn) (all []string) {
	last := -1
	at := map[int]string{}
	for field, letter := range said {
		at[columnIndex(letter)] = field
	}
	for _, c := range columns {
		last = max(last, columnIndex(c.Letter))
	}
	for i := 0; i <= last; i++ {
		field := at[i]
		if field == "" {
			field = noColumn
		}
		all = append(all, field)
	}
	return all
}

// columnIndex is a column's place from 0 by its letter; -1 if it is none.
func columnIndex(letter string) int {
	n := 0
	for _, r := range letter {
		if r < 'A' || r > 'Z' {
			return -1
		}
		n = n*26 + int(r-'A') + 1
	}
	return n - 1
}

// columnsNow are the columns that the page shows selects for, and what they are now.
func (s *server) columnsNow(r *request, l list) (all []questionColumn) {
	c := s.checkFor(r, l)
	if !c.ready(r.Context(), nextLook) {
		return nil
	}
	if c.err != nil {
		return settingsOf(l, c.err).Columns
	}
	for _, column := range columnsOf(c.checked.Read) {
		all = append(all, questionColumn{Letter: column.Letter, Header: column.Header, Field: string(column.Field)})
	}
	return all
}

// spelled is a list whose reading says all that was remembered of its job: what is said on the page holds alone.
func (s *server) spelled(r *request, l list) (list, error) {
	if l.Said {
		return l, nil
	}
	c := s.checkFor(r, l)
	if !c.ready(r.Context(), nextLook) {
		return l, &Error{Reason: words.New("page/still-reading")}
	}
	if c.err == nil {
		l.Reading = c.checked.Reading
	}
	return l, nil
}

// isField reports whether a column can be that.
func isField(name string) bool { return slices.Contains(job.Fields(), name) }
