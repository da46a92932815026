package cells

import (
	"strings"
	"testing"

	"contactcast/internal/words"

	"github.com/google/go-cmp/cmp"
)

// TestCells reads one row each, in row 1 from column A on.
func TestCells(t *testing.T) {
	tests := []struct{ name, cells, want string }{
		{"number", `<c r="A1"><v>79000000101</v></c>`, "#79000000101"},
		{"number with an exponent", `<c r="A1"><v>7.9000000515E10</v></c>`, "#79000000515"},
		{"number with a zero fraction", `<c r="A1"><v>79000000516.0</v></c>`, "#79000000516"},
		{"fraction", `<c r="A1"><v>79000000644.5</v></c>`, "#79000000644.5"},
		{"the 15 digits that people see", `<c r="A1"><v>4.3499999999999996</v></c>`, "#4.35"},
		{"too many digits stay as they are", `<c r="A1"><v>1.20363043968067E+17</v></c>`, "#1.20363043968067E+17"},
		{"negative", `<c r="A1"><v>-79000000547</v></c>`, "#-79000000547"},
		{"no number after all", `<c r="A1"><v>Anna</v></c>`, "Anna"},
		{"no number either", `<c r="A1"><v>0x1F</v></c><c r="B1"><v>Inf</v></c>`, "0x1F|Inf"},
		{"shared", `<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v> 1 </v></c>`, "zero| one "},
		{"shared and empty", `<c r="A1" t="s"><v>2</v></c><c r="B1"><v>1</v></c>`, "|#1"},
		{"shared without an index", `<c r="A1" t="s"/><c r="B1" t="s"><v>0</v></c>`, "|zero"},
		{"inline", `<c r="A1" t="inlineStr"><is><t>a</t></is></c>`, "a"},
		{"inline, rich, phonetic", `<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>`, "ab"},
		{"inline in v", `<c r="A1" t="inlineStr"><v>a</v></c>`, "a"},
		{"formula with text", `<c r="A1" t="str"><f>"a"</f><v>a</v></c>`, "a"},
		{"formula with a number", `<c r="A1"><f>1+1</f><v>2</v></c>`, "#2"},
		{"formula with nothing", `<c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c>`, "|#1"},
		{"formula without a value", `<c r="A1"><f>1+1</f></c><c r="B1"><f>1</f><v/></c><c r="C1" t="str"><f>A2</f></c>`, "=|=|="},
		{"truth", `<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c>`, "?TRUE|?FALSE"},
		{"error", `<c r="A1" t="e"><v>#N/A</v></c>`, "!#N/A"},
		{"date", `<c r="A1" s="1"><v>45306</v></c><c r="B1" s="1"><v>45306.75</v></c>`, "@2024-01-15|@2024-01-15 18:00:00"},
		{"time", `<c r="A1" s="1"><v>0.5</v></c><c r="B1" s="1"><v>0</v></c>`, "@12:00:00|@00:00:00"},
		{"early 1900", `<c r="A1" s="1"><v>1</v></c><c r="B1" s="1"><v>59</v></c><c r="C1" s="1"><v>61</v></c>`, "@1900-01-01|@1900-02-28|@1900-03-01"},
		{"a date too large to be one", `<c r="A1" s="1"><v>79001234567</v></c>`, "#79001234567"},
		{"ISO date", `<c r="A1" t="d"><v>2024-01-15T18:00:00.5Z</v></c><c r="B1" t="d"><v>2024-01-15</v></c>`, "@2024-01-15 18:00:00|@2024-01-15"},
		{"style unknown or empty", `<c r="A1" s="99"><v>1</v></c><c r="B1" s=""><v>2</v></c><c r="C1" s="-1"><v>3</v></c>`, "#1|#2|#3"},
		{"ISO times", `<c r="A1" t="d"><v>08:30</v></c><c r="B1" t="d"><v>1976-11-22T08:30</v></c><c r="C1" t="d"><v>soon</v></c>`, "@08:30:00|@1976-11-22 08:30:00|@soon"},
		{"lower case and gaps", `<c r="b1"><v>2</v></c><c r="D1"><v>4</v></c>`, "|#2||#4"},
		{"no references", `<c><v>1</v></c><c/><c><v>3</v></c>`, "#1||#3"},
		{"references", `<c r="A1" t="inlineStr"><is><t>&lt;a&amp;b&gt;&#x41;&#66;</t></is></c>`, "<a&b>AB"},
		{"CDATA and comments", `<c r="A1" t="str"><v>a<!-- x --><![CDATA[<b>]]>c</v></c>`, "a<b>c"},
		{"line ends", "<c r=\"A1\" t=\"str\"><v>a\r\nb\rc</v></c>", "a\nb\nc"},
		{"escapes", `<c r="A1" t="inlineStr"><is><t>a_x000D_b_x005F_x000D_c_xD83D__xDE00_</t></is></c><c r="B1" t="str"><v>_x0041_</v></c>`, "a\rb_x000D_c😀|A"},
		{"NUL", `<c r="A1" t="str"><v>a_x0000_</v></c>`, "a\x00 (" + said(words.New(nulProblem)) + ")"},
		{"spaces are kept", `<c r="A1" t="str"><v> a </v></c>`, " a "},
		{"empty at the end", `<c r="A1"><v>1</v></c><c r="B1" s="1"/><c r="XFD1" s="1"/>`, "#1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := read(write(t, newBook(`<row r="1">`+test.cells+`</row>`).bytes()), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"1: " + test.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRowNumbers(t *testing.T) {
	const a = `<c t="str"><v>a</v></c>`
	tests := []struct {
		name, rows string
		want       []string
	}{
		{"gaps", `<row r="2">` + a + `</row><row r="9">` + a + `</row>`, []string{"2: a", "9: a"}},
		{"no numbers", `<row>` + a + `</row><row/><row>` + a + `</row>`, []string{"1: a", "3: a"}},
		{"numbers in the cells only", `<row><c r="C4"><v>1</v></c></row><row>` + a + `</row>`, []string{"4: ||#1", "5: a"}},
		{"blank rows", `<row r="1"><c r="A1" t="str"><v>  </v></c></row><row r="2"><c r="A2"/></row><row r="3">` + a + `</row>`, []string{"3: a"}},
		{"the last row there is", `<row r="1048576">` + a + `</row>`, []string{"1048576: a"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := read(write(t, newBook(test.rows).bytes()), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestUnusualBooks reads workbooks that are valid, if odd.
func TestUnusualBooks(t *testing.T) {
	plain := newBook(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45306</v></c></row>`)
	want := "1: zero|@2024-01-15"
	rename := func(from, to string) book { return plain.with(from, "").with(to, plain[from]) }
	edit := func(part, from, to string) book {
		if !strings.Contains(plain[part], from) {
			t.Fatalf("%s does not hold %s", part, from)
		}
		return plain.with(part, strings.ReplaceAll(plain[part], from, to))
	}
	tests := []struct {
		name string
		book book
		want string
	}{
		{"part name in another case", rename("xl/sharedStrings.xml", "xl/SharedStrings.XML"), want},
		{"backslashes", rename("xl/worksheets/sheet1.xml", `xl\worksheets\sheet1.xml`), want},
		{"absolute target", edit("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"), want},
		{"target with dots", edit("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "./x/../worksheets/sheet1.xml"), want},
		{"target with an escape", edit("xl/_rels/workbook.xml.rels", "sheet1", "sheet%31"), want},
		{"strings elsewhere", plain.with("xl/sharedStrings.xml", "").with("xl/text/t.xml", plain["xl/sharedStrings.xml"]).
			with("xl/_rels/workbook.xml.rels", strings.Replace(plain["xl/_rels/workbook.xml.rels"], "sharedStrings.xml", "text/t.xml", 1)), want},
		{"strings missing and not needed", newBook(`<row r="1"><c r="A1"><v>1</v></c></row>`).with("xl/sharedStrings.xml", ""), "1: #1"},
		{"no styles", plain.with("xl/styles.xml", ""), "1: zero|#45306"},
		{"strict namespaces", edit("xl/_rels/workbook.xml.rels", relType, "http://purl.oclc.org/ooxml/officeDocument/relationships/"), want},
		{"days since 1904", edit("xl/workbook.xml", "<sheets>", `<workbookPr date1904="1"/><sheets>`), "1: zero|@2028-01-16"},
		{"a prefixed namespace", plain.with("xl/worksheets/sheet1.xml",
			`<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>`), "1: zero"},
		{"UTF-16", plain.with("xl/sharedStrings.xml", utf16XML(plain["xl/sharedStrings.xml"])), want},
		{"windows-1251", plain.with("xl/sharedStrings.xml", `<?xml version="1.0" encoding="windows-1251"?><sst><si><t>`+"\xc0\xed\xed\xe0"+`</t></si></sst>`), "1: Анна|@2024-01-15"},
		{"a comment at the end", plain.with("xl/sharedStrings.xml", plain["xl/sharedStrings.xml"]+"<!---->"), want},
		{"byte order mark", edit("xl/worksheets/sheet1.xml", "<?xml", "\uFEFF<?xml"), want},
		{"a sheet that is only a chart", edit("xl/workbook.xml", `<sheets>`, `<sheets><sheet name="Chart" r:id="rId9"/>`).
			with("xl/_rels/workbook.xml.rels", strings.Replace(plain["xl/_rels/workbook.xml.rels"], "</", rel("rId9", "chartsheet", "c.xml")+"</", 1)), want},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := read(write(t, test.book.bytes()), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{test.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// utf16XML is the text in UTF-16, big end first, with a mark.
func utf16XML(text string) string {
	var b strings.Builder
	b.WriteString("\xFE\xFF")
	for _, r := range text {
		b.WriteByte(byte(r >> 8))
		b.WriteByte(byte(r))
	}
	return b.String()
}

// TestMergedCells: what stands under merged cells is not what people see.
func TestMergedCells(t *testing.T) {
	full := func(r string) string {
		return `<c r="A` + r + `"><v>1</v></c><c r="B` + r + `"><v>2</v></c><c r="C` + r + `"><v>3</v></c>`
	}
	rows := `<row r="1">` + full("1") + `</row><row r="2">` + full("2") + `</row><row>` + full("3") + `</row><row r="4">` + full("4") + `</row>`
	b := newBook(rows).with("xl/worksheets/sheet1.xml", strings.Replace(sheetXML(rows), "</worksheet>",
		`<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="B2:C3"/><mergeCell ref="A4:A9"/><mergeCell ref="x"/></mergeCells></worksheet>`, 1))
	got, err := read(write(t, b.bytes()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1: #1", "2: #1|#2", "3: #1", "4: #1|#2|#3"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestSheets(t *testing.T) {
	b := newBook(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	b["xl/worksheets/sheet2.xml"] = sheetXML(`<row r="1"><c r="A1"><v>2</v></c></row>`)
	b["xl/worksheets/sheet3.xml"] = sheetXML(`<row r="1"><c r="A1"><v>3</v></c></row>`)
	b["xl/workbook.xml"] = `<workbook ` + mainSpace + `><sheets><sheet name="Old" state="veryHidden" r:id="rId1"/>` +
		`<sheet name="May &amp; June" r:id="rId4"/><sheet name="Июнь" r:id="rId5"/></sheets></workbook>`
	b["xl/_rels/workbook.xml.rels"] = `<Relationships ` + relSpace + `>` + rel("rId1", "worksheet", "worksheets/sheet1.xml") +
		rel("rId4", "worksheet", "worksheets/sheet2.xml") + rel("rId5", "worksheet", "worksheets/sheet3.xml") + `</Relationships>`
	path := write(t, b.bytes())
	for _, test := range []struct{ sheet, want, code string }{
		{"", "1: #2", ""}, {"Июнь", "1: #3", ""}, {"июнь", "1: #3", ""}, {"Old", "1: #1", ""}, {"July", "", "no-sheet"},
	} {
		got, err := read(path, Options{Sheet: test.sheet})
		if code := codeOf(t, err); code != test.code {
			t.Errorf("sheet %q: %v", test.sheet, err)
		}
		if strings.Join(got, "\n") != test.want {
			t.Errorf("sheet %q: got %q", test.sheet, got)
		}
	}
	f, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if diff := cmp.Diff([]string{"May & June", "Июнь"}, f.Sheets); f.Sheet != "May & June" || diff != "" {
		t.Errorf("sheet %q, %s", f.Sheet, diff)
	}
}

func TestHiddenRows(t *testing.T) {
	path := write(t, newBook(`<row r="1"><c><v>1</v></c></row><row r="2" hidden="1"><c><v>2</v></c></row>`+
		`<row r="3" hidden="true"><c/></row><row r="4" hidden="0"><c><v>4</v></c></row><row r="5" hidden="1"><c><v>5</v></c></row>`).bytes())
	_, err := read(path, Options{})
	if codeOf(t, err) != "hidden-rows" || !strings.Contains(told(err), "2 rows") || !strings.Contains(told(err), "2, 5") ||
		!strings.Contains(told(err), "hidden-include") {
		t.Errorf("asking: %v", err)
	}
	for what, want := range map[HiddenRows]string{IncludeHidden: "1: #1 2: #2 4: #4 5: #5", SkipHidden: "1: #1 4: #4"} {
		got, err := read(path, Options{HiddenRows: what})
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%d: %q, %v", what, got, err)
		}
	}
}
