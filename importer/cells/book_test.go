package cells

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"contactcast/internal/words"
)

// book is a workbook as its parts, to be damaged by a test before it is written.
type book map[string]string

const (
	mainSpace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relSpace  = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	relType   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// newBook is a workbook with one sheet, of these row elements.
func newBook(rows string) book {
	return book{
		"_rels/.rels":     `<Relationships ` + relSpace + `>` + rel("rId1", "officeDocument", "xl/workbook.xml") + `</Relationships>`,
		"xl/workbook.xml": `<workbook ` + mainSpace + `><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships ` + relSpace + `>` + rel("rId1", "worksheet", "worksheets/sheet1.xml") +
			rel("rId2", "sharedStrings", "sharedStrings.xml") + rel("rId3", "styles", "styles.xml") + `</Relationships>`,
		"xl/sharedStrings.xml":     `<sst ` + mainSpace + `><si><t>zero</t></si><si><t xml:space="preserve"> one </t></si><si><t/></si></sst>`,
		"xl/styles.xml":            `<styleSheet ` + mainSpace + `><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": sheetXML(rows),
	}
}

func rel(id, kind, target string) string {
	return fmt.Sprintf(`<Relationship Id="%s" Type="%s%s" Target="%s"/>`, id, relType, kind, target)
}

func sheetXML(rows string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><worksheet ` + mainSpace + `><sheetData>` + rows + `</sheetData></worksheet>`
}

// with replaces a part; an empty text takes it away.
func (b book) with(part, text string) book {
	b = maps.Clone(b)
	b[part] = text
	if text == "" {
		delete(b, part)
	}
	return b
}

// bytes packs the workbook.
func (b book) bytes() []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(b)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			panic(err)
		}
		w.Write([]byte(b[name]))
	}
	z.Close()
	return buf.Bytes()
}

// write puts data into a file of its own.
func write(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// read reads a whole file: its rows as text, "5: a|#12" for a text and a number in row 5,
// and the error that takes them back.
func read(path string, opts Options) ([]string, error) {
	f, err := Open(path, opts)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var rows []string
	for row, err := range f.Rows() {
		if err != nil {
			return rows, err
		}
		rows = append(rows, rowText(row))
	}
	return rows, nil
}

// kindMarks stand before the text of cells that are not text.
var kindMarks = map[Kind]string{Number: "#", Bool: "?", Date: "@", Error: "!", NoValue: "=", Empty: "", Text: ""}

func rowText(row Row) string {
	var cells []string
	for _, c := range row.Cells {
		cells = append(cells, kindMarks[c.Kind]+c.Text)
	}
	text := fmt.Sprintf("%d: %s", row.Number, strings.Join(cells, "|"))
	if row.Problem != "" {
		text += " (" + said(words.New(row.Problem)) + ")"
	}
	return text
}

// codeOf is the code of a FileError, "" for no error.
func codeOf(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	known, ok := err.(*FileError)
	if !ok {
		t.Fatalf("%T is not a *FileError: %v", err, err)
	}
	if text := words.English().Sentence(known.Fact()); strings.Contains(text, known.Code()+"/") {
		t.Errorf("%s has no words", text)
	}
	return known.Code()
}

// readBook reads a workbook in memory.
func readBook(data []byte) (rows []string, err error) {
	f, err := open(bytes.NewReader(data), int64(len(data)), Options{})
	if err != nil {
		return nil, err
	}
	for row, err := range f.Rows() {
		if err != nil {
			return nil, err
		}
		rows = append(rows, rowText(row))
	}
	return rows, nil
}

// said is a fact as people are told it.
func said(f words.Fact) string { return words.English().Sentence(f) }

// told is an error as people are told it, with the encodings that it asks about and the names of its remedies.
func told(err error) string {
	refused, ok := errors.AsType[*FileError](err)
	if !ok {
		return err.Error()
	}
	text := fmt.Sprintf("%s %v", said(refused.Fact()), words.English().Remedies(refused.Fact()))
	for _, r := range refused.Readings {
		text += fmt.Sprintf("\n%s: %s", r.Encoding, r.Sample)
	}
	return text
}
