package importer_test

import (
	"archive/zip"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"contactcast/importer"
	"contactcast/importer/cells"
	"contactcast/internal/words"
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

// rawWorkbook makes an XLSX file of cells as they are stored, such as <c><v>1</v></c>; style 1 is a date's.
func rawWorkbook(t testing.TB, rows [][]string) string {
	t.Helper()
	const (
		space = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
		links = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
		link  = `<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`
	)
	var sheet strings.Builder
	for _, row := range rows {
		sheet.WriteString("<row>" + strings.Join(row, "") + "</row>")
	}
	path := filepath.Join(t.TempDir(), "list.xlsx")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(file)
	for name, text := range map[string]string{
		"_rels/.rels":     links + fmt.Sprintf(link, "a", "officeDocument", "xl/workbook.xml") + `</Relationships>`,
		"xl/workbook.xml": `<workbook ` + space + `><sheets><sheet name="Data" sheetId="1" r:id="a"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": links + fmt.Sprintf(link, "a", "worksheet", "sheet.xml") +
			fmt.Sprintf(link, "b", "styles", "styles.xml") + `</Relationships>`,
		"xl/styles.xml": `<styleSheet ` + space + `><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/sheet.xml":  `<worksheet ` + space + `><sheetData>` + sheet.String() + `</sheetData></worksheet>`,
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), file.Close()); err != nil {
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

// question returns what Open asks about a file.
func question(t testing.TB, path string, opts importer.Options) *importer.QuestionError {
	t.Helper()
	table, err := importer.Open(path, opts)
	if err == nil {
		table.Close()
		t.Fatalf("the file was accepted: %v", table.Mapping)
	}
	q, ok := errors.AsType[*importer.QuestionError](err)
	if !ok {
		t.Fatalf("%v (%T) is no question", err, err)
	}
	return q
}

// told is a fact as people are told it, with the names of its remedies and of its places.
func told(f words.Fact) string {
	l := words.English()
	return fmt.Sprintf("%s %v (%s)", l.Sentence(f), l.Remedies(f), f)
}

// warned are a row's warnings as people are told them.
func warned(row importer.Row) string {
	var all []string
	for _, w := range row.Warnings {
		all = append(all, fmt.Sprintf("%s: %s", w.Field, told(w.Fact)))
	}
	return strings.Join(all, "; ")
}
