package report

import (
	"archive/zip"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// part returns an XML part of a workbook.
func part(t *testing.T, path, name string) string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	f, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestRowsSheet(t *testing.T) {
	path := write(t, "r.xlsx", everyStatus())
	sheet := part(t, path, "xl/worksheets/sheet1.xml")
	for _, want := range []string{
		`<dimension ref="A1:M8">`, `state="frozen"`, `ySplit="1"`, `<autoFilter ref="$A$1:$M$8">`, `numberStoredAsText="true"`,
	} {
		if !strings.Contains(sheet, want) {
			t.Errorf("the sheet has no %s", want)
		}
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if diff := cmp.Diff([]string{rowsSheet, summarySheet, progressSheet}, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	for cell, want := range map[string]excelize.CellType{
		"A2": excelize.CellTypeUnset, "F2": excelize.CellTypeUnset, "G2": excelize.CellTypeUnset, // numbers and a date
		"C2": excelize.CellTypeInlineString, "I2": excelize.CellTypeInlineString, "J2": excelize.CellTypeInlineString, "L5": excelize.CellTypeInlineString,
	} {
		if got, err := f.GetCellType(rowsSheet, cell); err != nil || got != want {
			t.Errorf("%s has type %v, not %v; error %v", cell, got, want, err)
		}
	}
}

// TestColours: each status has one of its own, and the legend shows the same.
func TestColours(t *testing.T) {
	f, err := excelize.OpenFile(write(t, "r.xlsx", everyStatus()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	colours := func(sheet, column string) map[string]string {
		found := map[string]string{}
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			cell := fmt.Sprintf("%s%d", column, i+1)
			value, _ := f.GetCellValue(sheet, cell)
			if !slices.Contains(ledger.Statuses(), ledger.Status(value)) {
				continue
			}
			id, _ := f.GetCellStyle(sheet, cell)
			style, err := f.GetStyle(id)
			if err != nil {
				t.Fatal(err)
			}
			found[value] = strings.Join(style.Fill.Color, " ")
		}
		return found
	}
	want := map[string]string{}
	for _, s := range ledger.Statuses() {
		want[string(s)] = fillOf(s)
	}
	if diff := cmp.Diff(want, colours(rowsSheet, "B")); diff != "" {
		t.Errorf("rows: %s", diff)
	}
	if diff := cmp.Diff(want, colours(summarySheet, "D")); diff != "" {
		t.Errorf("legend: %s", diff)
	}
}

func TestSummary(t *testing.T) {
	path := write(t, "r.xlsx", everyStatus())
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(summarySheet)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range rows {
		lines = append(lines, strings.Join(row, "|"))
	}
	for _, want := range []string{
		"Report of spring", "Arrived|1|50 % of the 2 cards whose fate is known", "It took|2 min", "Why it stopped|The hours for sending were over",
		"Read|1|14.3%|accepted|on the recipient's phone, and opened", "All rows|7",
		"There is no WhatsApp account under the number|1||accepted|Check these numbers with the people, or take them off the list.",
		"The number on the card is unusually long or short|1||invalid|" + words.English().Text("advice/invalid"),
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("the summary has no line %q", want)
		}
	}
	for chart, kind := range map[string]string{"chart1": "<doughnutChart>", "chart2": "<scatterChart>"} {
		if !strings.Contains(part(t, path, "xl/charts/"+chart+".xml"), kind) {
			t.Errorf("%s is no %s", chart, kind)
		}
	}
}

// TestTooManyRows is refused before the first is written.
func TestTooManyRows(t *testing.T) {
	r := everyStatus()
	r.Lines = func() iter.Seq2[ledger.Line, error] {
		return func(yield func(ledger.Line, error) bool) {
			for i := range excelize.TotalRows {
				if !yield(ledger.Line{Row: i + 2, Status: ledger.Pending}, nil) {
					return
				}
			}
		}
	}
	_, err := Write(t.Context(), t.TempDir()+"/r.xlsx", r)
	if err == nil || !strings.Contains(words.English().Sentence(words.Of(err)), "holds 1048575 rows, and these are 1048576; write a .csv instead") {
		t.Error(err)
	}
}

func TestTextWidth(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "Анна": 4, "王小明": 6, "one\nlonger\nx": 6} {
		if got := textWidth(text); got != want {
			t.Errorf("%q is %d wide, not %d", text, got, want)
		}
	}
}
