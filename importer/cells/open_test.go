package cells

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestRowsAgain: the rows can be left early and read again from the beginning.
func TestRowsAgain(t *testing.T) {
	for _, name := range []string{"A01_utf8_comma.csv", "A04_unicode_text_utf16le_tab.csv", "A17_basic.xlsx"} {
		f, err := Open(filepath.Join("testdata", name), Options{})
		if err != nil {
			t.Fatal(err)
		}
		first := ""
		for row, err := range f.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			first = rowText(row)
			break
		}
		var all []string
		for row, err := range f.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, rowText(row))
		}
		if len(all) < 3 || all[0] != first {
			t.Errorf("%s: first %q, then %q", name, first, all)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestTextsMayBeKept: the slice of cells is used again for the next row, the texts are not.
func TestTextsMayBeKept(t *testing.T) {
	for _, name := range []string{"A01_utf8_comma.csv", "A18_number_formats.xlsx"} {
		f, err := Open(filepath.Join("testdata", name), Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var kept, copied []string
		for row, err := range f.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			kept = append(kept, row.Cells[0].Text)
			copied = append(copied, string([]byte(row.Cells[0].Text)))
		}
		for i := range kept {
			if kept[i] != copied[i] {
				t.Errorf("%s, row %d: %q became %q", name, i, copied[i], kept[i])
			}
		}
	}
}

func TestOpenFails(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "none.csv"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	for name, path := range map[string]string{"a folder": t.TempDir(), "a web address": "https://docs.google.com/spreadsheets/d/1/edit"} {
		if _, err := Open(path, Options{}); codeOf(t, err) != "unsupported-format" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(os.DevNull, Options{}); err == nil {
		t.Error("a device was opened")
	}
}
