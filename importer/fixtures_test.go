package importer_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contactcast/importer"
	"contactcast/importer/cells"
	"contactcast/internal/card"
	"contactcast/internal/words"
)

// expectation is a fixture's FILE.expected.json; testdata/fixtures/README.md tells what the keys mean.
type expectation struct {
	File    string
	Options struct {
		DefaultCountry string
		Encoding       string
		Delimiter      string
		Sheet          string
		HeaderRow      int
		HiddenRows     string
		Header         *bool
		Columns        json.RawMessage
		Set            map[importer.Field]string
		SetContact     *struct{ PhoneContact, FirstName string }
		Exclude        string
	}
	Rows            []sendable
	Errors          []rowError
	AcceptFatal     []string
	AcceptErrorRows []int
	IgnoreRowsFrom  int
	AcceptRowOffset int
}

type sendable struct {
	Row             int    `json:"row"`
	ChatID          string `json:"chatId"`
	PhoneContact    int64  `json:"phoneContact"`
	FirstName       string `json:"firstName"`
	MiddleName      string `json:"middleName"`
	LastName        string `json:"lastName"`
	Company         string `json:"company"`
	QuotedMessageID string `json:"quotedMessageId"`
}

type rowError struct {
	Row   int
	Field string
	Kind  string
}

func TestFixtures(t *testing.T) {
	files, err := filepath.Glob("testdata/fixtures/*.expected.json")
	if err != nil || len(files) != 50 {
		t.Fatalf("%d fixtures, %v; want 50", len(files), err)
	}
	for _, file := range files {
		want := readExpectation(t, file)
		t.Run(want.File, func(t *testing.T) {
			if want.Options.Exclude != "" {
				t.Skip("whom a list excludes is the plan's: internal/cli reads this fixture")
			}
			rows, failures := readAll(t, filepath.Join(filepath.Dir(file), want.File), want.options(t))
			rows, failures = want.forgive(rows, failures)
			if len(failures) == 1 && failures[0].Row == 0 && slices.Contains(want.AcceptFatal, strings.ReplaceAll(failures[0].Kind, "no-header", "missing-column")) {
				return
			}
			if diff := cmp.Diff(want.Rows, rows); diff != "" {
				t.Errorf("sendable rows (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want.Errors, failures); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

// forgive drops rows that may be errors instead, where they are.
func (e *expectation) forgive(rows []sendable, failures []rowError) ([]sendable, []rowError) {
	return rows, slices.DeleteFunc(failures, func(f rowError) bool {
		i := slices.IndexFunc(e.Rows, func(r sendable) bool { return r.Row == f.Row })
		if i < 0 || !slices.Contains(e.AcceptErrorRows, f.Row) {
			return false
		}
		e.Rows = slices.Delete(e.Rows, i, i+1)
		return true
	})
}

func readExpectation(t *testing.T, file string) (want expectation) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &want)
	}
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Errors {
		want.Errors[i].Kind = strings.ReplaceAll(want.Errors[i].Kind, "_", "-")
	}
	for i := range want.AcceptFatal {
		want.AcceptFatal[i] = strings.ReplaceAll(want.AcceptFatal[i], "_", "-")
	}
	return want
}

func (e expectation) options(t *testing.T) importer.Options {
	t.Helper()
	opts := importer.Options{
		Region: e.Options.DefaultCountry, HeaderRow: e.Options.HeaderRow,
		Cells: cells.Options{Encoding: e.Options.Encoding, Sheet: e.Options.Sheet},
	}
	if e.Options.Header != nil && !*e.Options.Header {
		if err := json.Unmarshal(e.Options.Columns, &opts.Columns); err != nil {
			t.Fatal(err)
		}
	}
	opts.Set = e.Options.Set
	if c := e.Options.SetContact; c != nil {
		n, err := strconv.ParseInt(strings.TrimPrefix(c.PhoneContact, "+"), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		opts.Card = &card.Contact{PhoneContact: n, FirstName: c.FirstName}
	}
	return opts // the one map of columns is left out: our aliases know those names
}

// readAll reads a file to the end; a file that is refused has one error, on row 0, and no rows.
func readAll(t *testing.T, path string, opts importer.Options) (rows []sendable, failures []rowError) {
	t.Helper()
	rows, failures = []sendable{}, []rowError{}
	for _, row := range collect(t, path, opts, func(refused *cells.FileError) {
		rows, failures = rows[:0], []rowError{{0, "", refused.Code()}}
	}) {
		if row.Problem != nil {
			failures = append(failures, rowError{row.Number, row.Problem.Field, row.Problem.Code()})
			continue
		}
		m := row.Message
		rows = append(rows, sendable{row.Number, m.ChatID, m.Contact.PhoneContact, m.Contact.FirstName,
			m.Contact.MiddleName, m.Contact.LastName, m.Contact.Company, m.QuotedMessageID})
	}
	return rows, failures
}

// collect returns all rows of a file, or none after calling refuse.
func collect(t testing.TB, path string, opts importer.Options, refuse func(*cells.FileError)) (rows []importer.Row) {
	t.Helper()
	table, err := importer.Open(path, opts)
	if err != nil {
		refuse(fileError(t, err))
		return nil
	}
	defer table.Close()
	for row, err := range table.Rows() {
		if err != nil {
			refuse(fileError(t, err))
			return nil
		}
		row.Source = slices.Clone(row.Source)
		rows = append(rows, row)
	}
	return rows
}

// fileError is the refusal of a file; a question is one, too.
func fileError(t testing.TB, err error) *cells.FileError {
	t.Helper()
	if q, ok := errors.AsType[*importer.QuestionError](err); ok {
		return &cells.FileError{Reason: words.New(words.Code(q.Code), "text", q.Error()), Err: q}
	}
	refused, ok := errors.AsType[*cells.FileError](err)
	if !ok {
		t.Fatalf("%v (%T) is no *cells.FileError", err, err)
	}
	return refused
}
