package importer_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"contactcast/importer"
	"contactcast/importer/cells"
)

// unaccounted are the rows of a file that are neither read, nor the header, nor counted as
// above it, nor blank.
func unaccounted(t testing.TB, path string, opts importer.Options) (lost []int) {
	t.Helper()
	table, err := importer.Open(path, opts)
	if err != nil {
		return nil // refused as a whole
	}
	defer table.Close()
	read := map[int]bool{table.HeaderRow: true}
	for row, err := range table.Rows() {
		if err != nil {
			return nil
		}
		read[row.Number] = true
	}
	file, err := cells.Open(path, opts.Cells)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	above := 0
	for row, err := range file.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case read[row.Number] || nothingIn(row):
		case row.Number < table.HeaderRow:
			above++
		default:
			lost = append(lost, row.Number)
		}
	}
	if above != table.Above {
		t.Errorf("%d rows stand above the header, %d are told", above, table.Above)
	}
	return lost
}

func nothingIn(row cells.Row) bool {
	for _, c := range row.Cells {
		if c.Kind > cells.Text || strings.TrimFunc(c.Text, func(r rune) bool { return !unicode.IsPrint(r) || unicode.IsSpace(r) }) != "" {
			return false
		}
	}
	return row.Problem == ""
}

// No row of a file is ever unaccounted for.
func TestEveryRowIsAccountedFor(t *testing.T) {
	files, err := filepath.Glob("testdata/fixtures/*.expected.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		want := readExpectation(t, file)
		if lost := unaccounted(t, filepath.Join(filepath.Dir(file), want.File), want.options(t)); len(lost) > 0 {
			t.Errorf("%s: rows %d are lost", want.File, lost)
		}
	}
}

// Whatever words stand in a list, a row with a number in it is a row: it is not the header,
// and it is not above one.
func TestNoRowOfDataIsTheHeader(t *testing.T) {
	words := rapid.SampledFrom([]string{"", "", "An", "Mobile", "WhatsApp", "Ad", "To", "Para", "Cell", "Phone", "Name", "Имя", "Телефон", "Contact", "Firma", "Nom", "姓名", "x", "Lee", "Work", "chatId"})
	rapid.Check(t, func(rt *rapid.T) {
		var lines []string
		data := map[int]bool{}
		for i := range rapid.IntRange(1, 12).Draw(rt, "rows") {
			line := []string{words.Draw(rt, "a"), words.Draw(rt, "b"), words.Draw(rt, "c")}
			if rapid.Bool().Draw(rt, "numbered") {
				line[rapid.IntRange(0, 2).Draw(rt, "at")] = fmt.Sprintf("+7900000%04d", i)
				data[i+1] = true
			}
			lines = append(lines, strings.Join(line, ","))
		}
		path := csvFile(t, lines...)
		if lost := unaccounted(t, path, importer.Options{Card: new(newCard())}); len(lost) > 0 {
			rt.Fatalf("rows %d are lost", lost)
		}
		table, err := importer.Open(path, importer.Options{Card: new(newCard())})
		if err != nil {
			return
		}
		defer table.Close()
		for row := range data {
			if row <= table.HeaderRow {
				rt.Fatalf("row %d holds a number, and row %d is the header", row, table.HeaderRow)
			}
		}
	})
}
