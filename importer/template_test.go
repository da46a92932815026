package importer_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"contactcast/importer"
	"contactcast/internal/words"
)

func TestTemplate(t *testing.T) {
	for _, name := range []string{"list.xlsx", "LIST.CSV"} {
		path := filepath.Join(t.TempDir(), name)
		if err := importer.WriteTemplate(path, words.English()); err != nil {
			t.Fatal(err)
		}
		table := open(t, path, importer.Options{})
		if len(table.Mapping) != len(importer.Fields()) || len(table.Ignored) > 0 || len(table.Notes) > 0 {
			t.Errorf("%s: mapping %v, ignored %q, notes %q", name, table.Mapping, table.Ignored, table.Notes)
		}
		rows := rowsOf(t, path, importer.Options{})
		if len(rows) != 1 || rows[0].Problem != nil || len(rows[0].Warnings) > 0 || rows[0].Message.ChatID != "12025550143@c.us" || !rows[0].Example {
			t.Errorf("%s: rows %+v", name, rows)
		}
		before, _ := os.ReadFile(path)
		if err := importer.WriteTemplate(path, words.English()); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s was written over: %v", name, err)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) || len(after) == 0 {
			t.Errorf("%s changed", name)
		}
	}
}

// A number typed into the phone columns stays the digits that were typed.
func TestTemplateColumnsAreText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "list.xlsx")
	if err := importer.WriteTemplate(path, words.English()); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got := book.GetSheetList(); len(got) != 2 || got[1] != "Notes" {
		t.Errorf("sheets %q", got)
	}
	for i, c := range importer.Template() {
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range []string{"2", "500"} {
			if got := isText(t, book, letter+row); got != c.Text {
				t.Errorf("%s%s (%s): text format %v, want %v", letter, row, c.Field, got, c.Text)
			}
		}
	}
}

func isText(t *testing.T, book *excelize.File, cell string) bool {
	t.Helper()
	index, err := book.GetCellStyle("Recipients", cell)
	if err != nil {
		t.Fatal(err)
	}
	style, err := book.GetStyle(index)
	if err != nil {
		t.Fatal(err)
	}
	return style.NumFmt == 49
}

func TestTemplateNeedsAKnownExtension(t *testing.T) {
	path := filepath.Join(t.TempDir(), "list.txt")
	if err := importer.WriteTemplate(path, words.English()); err == nil {
		t.Error("written")
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a file was left behind")
	}
}

// The example is known by its numbers, however they come back from a spreadsheet program.
func TestExample(t *testing.T) {
	tests := []struct {
		row  string
		want bool
	}{
		{"+12025550143,+12025550178,Anna", true},
		{"12025550143,12025550178,ANNA", true},
		{"1 (202) 555-0143,12025550178.0,Анна", true},
		{"(202) 555-0143,(202) 555-0178,Mustermann", true},
		{"12025550143@c.us,79000000201,Me", true},
		{"79000000101,79000000201,Anna", false},
		{"12025550178,12025550143,Anna", false},
	}
	for _, test := range tests {
		rows := rowsOf(t, csvFile(t, "chatId,phoneContact,firstName", test.row), importer.Options{Region: "US"})
		if len(rows) != 1 || rows[0].Problem != nil || rows[0].Example != test.want {
			t.Errorf("%s: %+v", test.row, rows)
		}
	}
}

// A row that was filled down from the example, its recipient replaced and its number not, is not finished.
func TestFilledDown(t *testing.T) {
	rows := rowsOf(t, csvFile(t, "chatId,phoneContact,firstName", "79000000101,+1 202 555 0178,Me", "79000000102,12025550178,Me", "79000000103,12025550179,Me"), importer.Options{})
	for i, row := range rows {
		if p := row.Problem; (p != nil) != (i < 2) || p != nil && (p.Field != string(importer.PhoneContact) || p.Reason.Code != "missing/example" || p.Column != "B" || p.Cell == "") {
			t.Errorf("%+v", row)
		}
	}
}
