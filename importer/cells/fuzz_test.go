package cells

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkRows reads all rows and checks what holds for every input: row numbers
// rise, no row is blank without a problem, and cells hold what their kind says.
func checkRows(t *testing.T, f *File) (rows []string, err error) {
	last := 0
	for row, err := range f.Rows() {
		if err != nil {
			codeOf(t, err)
			return rows, err
		}
		if row.Number <= last {
			t.Fatalf("row %d follows row %d", row.Number, last)
		}
		last = row.Number
		if row.Problem == "" && row.blank() {
			t.Fatalf("row %d is blank", row.Number)
		}
		for _, c := range row.Cells {
			if empty := c.Kind == Empty || c.Kind == NoValue; empty != (c.Text == "") {
				t.Fatalf("row %d: kind %d with the text %q", row.Number, c.Kind, c.Text)
			}
			if row.Problem == "" && !utf8.ValidString(c.Text) {
				t.Fatalf("row %d: %q is not UTF-8", row.Number, c.Text)
			}
		}
		rows = append(rows, rowText(row))
	}
	return rows, nil
}

// fuzzOpen opens data and reads it twice, with the same outcome.
func fuzzOpen(t *testing.T, data []byte, opts Options) {
	f, err := open(bytes.NewReader(data), int64(len(data)), opts)
	if err != nil {
		codeOf(t, err)
		return
	}
	first, err1 := checkRows(t, f)
	second, err2 := checkRows(t, f)
	if strings.Join(first, "\n") != strings.Join(second, "\n") || (err1 == nil) != (err2 == nil) {
		t.Fatalf("read as %q, %v and then as %q, %v", first, err1, second, err2)
	}
}

// seeds adds the test files whose names end like this.
func seeds(f *testing.F, suffix string) {
	paths, err := filepath.Glob("testdata/*" + suffix)
	if err != nil || len(paths) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

// FuzzFile opens anything.
func FuzzFile(f *testing.F) {
	seeds(f, ".xlsx")
	f.Fuzz(func(t *testing.T, data []byte) { fuzzOpen(t, data, Options{HiddenRows: IncludeHidden}) })
}

// FuzzText reads delimited text in every encoding.
func FuzzText(f *testing.F) {
	seeds(f, ".csv")
	f.Add([]byte("a,\"b\nc,d\ne,\"f\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzOpen(t, data, Options{})
		fuzzOpen(t, data, Options{Encoding: "windows-1251", Delimiter: ';'})
	})
}

// FuzzSheet reads any XML as the sheet of a workbook.
func FuzzSheet(f *testing.F) {
	f.Add([]byte(sheetXML(`<row r="1"><c r="A1" t="s"><v>1</v></c><c t="inlineStr"><is><r><t>a_x000D_</t></r></is></c></row><row hidden="1"><c s="1"><v>45306.5</v></c></row>`)))
	f.Add([]byte(sheetXML(`<row><c t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="d"><v>2024-01-15T18:00:00Z</v></c><c t="b"><v>1</v></c><c><v>1e5</v></c></row>`)))
	f.Add([]byte(`<x:worksheet xmlns:x="m"><!-- c --><x:sheetData><x:row r='2'/><![CDATA[ ]]></x:sheetData></x:worksheet>`))
	fuzzPart(f, "xl/worksheets/sheet1.xml", sheetXML(""))
}

// FuzzStrings reads any XML as the shared strings of a workbook.
func FuzzStrings(f *testing.F) {
	f.Add([]byte(`<sst><si><t>a &amp; b</t></si><si><r><t>_x0041_</t></r><rPh><t>x</t></rPh></si></sst>`))
	f.Add([]byte("<?xml version=\"1.0\" encoding=\"windows-1251\"?><sst><si><t>\xc0</t></si><si/></sst>"))
	f.Add([]byte(utf16XML(`<sst><si><t>a</t></si><si><t>b</t></si></sst>`)))
	fuzzPart(f, "xl/sharedStrings.xml", sheetXML(`<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>`))
}

// FuzzStyles reads any number format.
func FuzzStyles(f *testing.F) {
	for _, code := range []string{"General", "+0 (000) 000-00-00", "0.00E+00", `[$-419]dd\.mm\.yyyy;@`, `[<=9]0;"x"#`, "00000", "[h]:mm:ss.0"} {
		f.Add(code, "79000000101")
	}
	f.Fuzz(func(t *testing.T, code, raw string) {
		format := parseFormat(code)
		kind, text := format.show(raw, 0)
		if kind == Number && plainDigits([]byte(raw)) {
			digits := strings.Map(digitsOnly, text)
			if !strings.HasSuffix(digits, raw) {
				t.Fatalf("%q under %q is shown as %q", raw, code, text)
			}
		}
	})
}

// fuzzPart fuzzes one part of a workbook.
func fuzzPart(f *testing.F, part, sheet string) {
	b := newBook("").with("xl/worksheets/sheet1.xml", sheet)
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzOpen(t, b.with(part, string(data)+" ").bytes(), Options{HiddenRows: IncludeHidden})
	})
}
