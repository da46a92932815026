package report

import (
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"contactcast/internal/card"
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// hostile are cell texts that want to be more than text somewhere.
func hostile() []string {
	return []string{
		`=cmd|'/C calc'!A0`, `+1+1`, `-2+3`, `@SUM(1)`, "\t=1", "\r=1", `'=1`, `''=1`, `'quoted'`,
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</style><b>`, `{{.Job}}`, `javascript:alert(1)`,
		"\u202Egnp.exe\u202C", "\u200Fשלום\u200E", "a\x00b", "a\x01\x1b[31mb", "bad\xff\xfeutf8", "\uFFFE\uFFFF",
		"two\nlines\r\nand more", `a,b;c"d"`, `_x0041_`, `]]>`, `&amp;`, "\u2028", strings.Repeat("я", 30_000), strings.Repeat("😀", 20_000),
	}
}

// hostileResult has each such text in every place that a report shows.
func hostileResult() Result {
	r := everyStatus()
	var lines []ledger.Line
	for i, text := range hostile() {
		lines = append(lines,
			ledger.Line{Row: 2*i + 2, Status: ledger.Invalid, Field: text, ErrorCode: "bad-row", Reason: words.AsTold(text), Source: []string{text, "x"}},
			ledger.Line{Row: 2*i + 3, Status: ledger.Rejected, ErrorCode: text, Reason: words.AsTold(text), IDMessage: text, Delivery: text,
				Message: &card.Card{ChatID: text, Contact: card.Contact{FirstName: text}, QuotedMessageID: text},
				Source:  []string{text, "x"}})
	}
	name := strings.Join(hostile()[:20], " ")
	r.Job.Name, r.Job.File, r.Job.Sheet, r.Job.StopCode, r.Job.Stop = name, name, name, name, words.AsTold(name)
	r.Job.Header = []string{"=1+1", `<script>alert(2)</script>`}
	r.Counts, r.Lines = count(lines), each(lines)
	return r
}

func TestHostileCSV(t *testing.T) {
	records := readCSV(t, write(t, "r.csv", hostileResult()))
	for i, text := range hostile() {
		// This reader, not the importer's, makes LF of CRLF.
		if got, want := records[2*i+1][9], strings.ReplaceAll(guard(text), "\r\n", "\n"); got != want {
			t.Errorf("%.60q came back as %.60q", want, got)
		}
	}
	for _, cell := range flatten(records) {
		if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
			t.Errorf("%.60q would run", cell)
		}
	}
}

func TestHostileXLSX(t *testing.T) {
	f, err := excelize.OpenFile(write(t, "r.xlsx", hostileResult()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(rowsSheet)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range hostile() {
		row := rows[2*i+1]
		if got, want := row[9], cellText(words.English(), text); got != want {
			t.Errorf("%.60q came back as %.60q", text, got)
		}
		if row[10] != "x" {
			t.Errorf("%.60q: the next cell is %q", text, row[10])
		}
	}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.Rows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for n := 1; rows.Next(); n++ {
			cells, err := rows.Columns()
			if err != nil {
				t.Fatal(err)
			}
			for i := range cells {
				name, _ := excelize.CoordinatesToCellName(i+1, n)
				if formula, _ := f.GetCellFormula(sheet, name); formula != "" {
					t.Errorf("%s!%s runs %s", sheet, name, formula)
				}
			}
		}
	}
	summary, err := f.GetRows(summarySheet)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(flatten(summary), "\n"), "cells hold more than XLSX can") {
		t.Error("the summary does not say that cells were cut")
	}
}

func flatten(rows [][]string) []string {
	var all []string
	for _, row := range rows {
		all = append(all, row...)
	}
	return all
}

func TestCellText(t *testing.T) {
	for _, text := range []string{strings.Repeat("я", 32_767), strings.Repeat("😀", 16_383), "tab\tline\nreturn\r"} {
		if got := cellText(words.English(), text); got != text {
			t.Errorf("%.20q of %d bytes was changed", text, len(text))
		}
	}
	long := strings.Repeat("😀", 20_000)
	got := cellText(words.English(), long)
	if utf16Len(got) > excelize.TotalCellChars || utf16Len(got) < excelize.TotalCellChars-2 {
		t.Errorf("cut to %d characters", utf16Len(got))
	}
	if !strings.HasSuffix(got, " [cut: a cell holds 32767 characters, this text has 40000]") {
		t.Errorf("ends in %q", got[len(got)-70:])
	}
	if got := cellText(words.English(), "a\x01\x1fb\xffc\uFFFEd"); got != "a\uFFFD\uFFFDb\uFFFDc\uFFFDd" {
		t.Errorf("%q", got)
	}
}

func TestHostileJSONL(t *testing.T) {
	text := readText(t, write(t, "r.jsonl", hostileResult()))
	if !utf8.ValidString(text) {
		t.Error("not UTF-8")
	}
	dec := json.NewDecoder(strings.NewReader(text))
	for i, want := range hostile() {
		for range 2 {
			var line struct {
				Row    int
				Error  string
				Source map[string]string
			}
			if err := dec.Decode(&line); err != nil {
				t.Fatal(err)
			}
			want := string([]rune(want)) // with \uFFFD for each byte that is not UTF-8
			if line.Source["=1+1"] != want || line.Row/2-1 != i {
				t.Errorf("row %d: %.60q came back as %.60q", line.Row, want, line.Source["=1+1"])
			}
		}
	}
	if got := strings.Count(text, "\n"); got != 2*len(hostile()) {
		t.Errorf("%d lines", got)
	}
}

// TestHostileHTML parses the page as a browser does: whatever the cells hold, it
// has only the elements and attributes of the template.
func TestHostileHTML(t *testing.T) {
	tags, attributes := regexp.MustCompile(`<([a-z0-9]+)`), regexp.MustCompile(`[\s"]([a-z0-9-]+)="`)
	known := map[string]bool{"open": true}
	for _, found := range append(tags.FindAllStringSubmatch(strings.ToLower(pageSource), -1), attributes.FindAllStringSubmatch(strings.ToLower(pageSource), -1)...) {
		known[found[1]] = true
	}
	text := readText(t, write(t, "r.html", hostileResult()))
	page := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := page.Next()
		if kind == html.ErrorToken {
			break
		}
		token := page.Token()
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		if !known[token.Data] || token.Data == "script" {
			t.Errorf("the page has <%s>", token.Data)
		}
		for _, a := range token.Attr {
			if !known[a.Key] {
				t.Errorf("<%s> has %s=%q", token.Data, a.Key, a.Val)
			}
		}
	}
	if err := page.Err(); err != io.EOF {
		t.Error(err)
	}
	if strings.ContainsAny(text, "\x00\x01\x1b") || !utf8.ValidString(text) {
		t.Error("the page holds control characters or bytes that are not UTF-8")
	}
}

func TestHostileProm(t *testing.T) {
	sample := regexp.MustCompile(`^[a-z_]+\{job_name="([^"\\\n]|\\["\\n])*"(,status="[a-z]+")?\} [0-9.]+$`)
	for line := range strings.Lines(readText(t, write(t, "r.prom", hostileResult()))) {
		if line = strings.TrimSuffix(line, "\n"); !strings.HasPrefix(line, "# ") && !sample.MatchString(line) {
			t.Errorf("%q", line)
		}
	}
}
