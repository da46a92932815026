package importer_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"contactcast/importer"
	"contactcast/importer/cells"
	"github.com/xuri/excelize/v2"
)

// write makes a file of that content in a directory that the test cleans up.
func write(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// csvFile makes a CSV file of lines.
func csvFile(t testing.TB, lines ...string) string {
	t.Helper()
	return write(t, "list.csv", strings.Join(lines, "\n")+"\n")
}

// csvText is the rows as a report or a spreadsheet program writes them.
func csvText(t testing.TB, rows [][]string) string {
	t.Helper()
	var text strings.Builder
	w := csv.NewWriter(&text)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return "\ufeff" + text.String()
}

// workbook makes an XLSX file of text cells.
func workbook(t testing.TB, rows [][]string) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for y, row := range rows {
		for x, text := range row {
			if text == "" {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err == nil {
				err = book.SetCellStr("Sheet1", cell, text)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "list.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// open opens a file that is not to be refused.
func open(t testing.TB, path string, opts importer.Options) *importer.Table {
	t.Helper()
	table, err := importer.Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { table.Close() })
	return table
}

// rowsOf returns all rows of a file that is not to be refused.
func rowsOf(t testing.TB, path string, opts importer.Options) []importer.Row {
	t.Helper()
	return collect(t, path, opts, func(refused *cells.FileError) { t.Fatalf("refused: %v", refused) })
}

// refusal returns why Open refuses a file.
func refusal(t testing.TB, path string, opts importer.Options) *cells.FileError {
	t.Helper()
	table, err := importer.Open(path, opts)
	if err == nil {
		table.Close()
		t.Fatal("the file was accepted")
	}
	return fileError(t, err)
}
