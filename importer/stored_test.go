package importer_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contactcast/importer"
	"contactcast/internal/layout"
)

// Cells that are no text, as a workbook stores them.
func storedCell() *rapid.Generator[string] {
	number := rapid.OneOf(
		rapid.SampledFrom([]string{
			"79000000101", "7.9000000101E10", "79000000101.0", "79000000101.5", "-79000000101", "120363000000000002", "1.20363043968067E+17",
			"1.20363043968067e+17", "-1.20363043968067E17", "1000000000000000", "999999999999999", "0.000000123456789012345", "12", "0", "89000000101",
		}),
		rapid.StringMatching(`-?[1-9][0-9]{0,19}(\.[0-9]{1,3})?(E\+?[0-9]{1,2})?`),
	)
	return rapid.OneOf(
		rapid.Map(number, func(n string) string { return "<c><v>" + n + "</v></c>" }),
		rapid.Map(number, func(n string) string { return `<c s="1"><v>` + n + "</v></c>" }),
		rapid.SampledFrom([]string{
			"<c/>", `<c t="str"><v>79000000102</v></c>`, `<c t="str"><v>Anna</v></c>`, `<c t="str"><v>1.20363E+17</v></c>`, `<c t="b"><v>1</v></c>`,
			`<c t="e"><v>#N/A</v></c>`, `<c t="e"><v>#EXTERNAL!</v></c>`, `<c t="e"><v>7</v></c>`, `<c t="e"><v> </v></c>`, `<c><f>A1</f></c>`,
			`<c><f>A1</f><v>79000000103</v></c>`, `<c t="d"><v>2026-01-31T10:00:00</v></c>`, `<c t="d"><v>soon</v></c>`, `<c s="1"><v>0.5</v></c>`,
			`<c s="1"><v>-1</v></c>`, `<c s="1"><v>0</v></c>`, `<c s="1"><v>2500000</v></c>`,
		}),
	)
}

// A report holds texts only, whatever the cells of its source were; fed back it gives the messages and the problems of
// its source all the same: what was lost stays lost, and what is not there does not become an empty cell.
func TestReportsGiveTheirSourceWhateverItsCells(t *testing.T) {
	header := []string{"chatId", "phoneContact", "firstName", "company", "quotedMessageId", "note"}
	text := func(s string) string { return `<c t="str"><v>` + s + `</v></c>` }
	rapid.Check(t, func(rt *rapid.T) {
		opts := importer.Options{Region: rapid.SampledFrom([]string{"", "RU", "SG"}).Draw(rt, "region"), MinDigits: 8, MaxDigits: 15}
		stored := [][]string{apply(header, text)}
		for range rapid.IntRange(1, 8).Draw(rt, "rows") {
			row := []string{text("79000000101"), text("79000000201"), text("Anna"), "<c/>", "<c/>", "<c/>"}
			for _, column := range rapid.SliceOfN(rapid.IntRange(0, 5), 1, 3).Draw(rt, "columns") {
				row[column] = storedCell().Draw(rt, "cell")
			}
			stored = append(stored, row)
		}
		source := rowsOf(t, rawWorkbook(t, stored), opts)
		cells := [][]string{header}
		for _, row := range source {
			cells = append(cells, row.Source)
		}
		for name, report := range map[string]string{
			"csv":  write(t, "list-report.csv", csvText(t, asReport(cells, layout.Guard))),
			"xlsx": workbook(t, asReport(cells, same)),
		} {
			again := rowsOf(t, report, opts)
			if diff := cmp.Diff(source, again, cmp.FilterPath(isPlace, cmp.Ignore())); diff != "" {
				rt.Fatalf("%s (-source +report):\n%s", name, diff)
			}
		}
	})
}

// isPlace: nor need the cell's text be told in the same way.
func isPlace(p cmp.Path) bool {
	return isColumn(p) || p.Last().String() == ".Cell"
}

// What a cell was is told by the text that a report holds of it.
func TestStoredCells(t *testing.T) {
	for _, test := range []struct{ stored, code, source string }{
		{"<c><v>79000000101</v></c>", "", "79000000101"},
		{"<c><v>7.9000000101E10</v></c>", "", "79000000101"},
		{"<c><v>120363000000000002</v></c>", "precision-lost", "1.20363E+17"},
		{"<c><v>1.20363043968067e+17</v></c>", "precision-lost", "1.20363043968067E+17"},
		{`<c t="b"><v>1</v></c>`, "invalid-phone", "TRUE"},
		{`<c s="1"><v>46000</v></c>`, "invalid-phone", "2025-12-09"},
		{`<c t="d"><v>2026-01-31T10:00:00</v></c>`, "invalid-phone", "2026-01-31 10:00:00"},
		{`<c t="e"><v>#REF!</v></c>`, "cell-error", "#REF!"},
		{`<c t="e"><v>#EXTERNAL!</v></c>`, "cell-error", "#ERROR!"},
		{"<c><f>A1</f></c>", "formula-no-value", "#NOVALUE!"},
	} {
		text := func(s string) string { return `<c t="str"><v>` + s + `</v></c>` }
		path := rawWorkbook(t, [][]string{
			{text("chatId"), text("phoneContact"), text("firstName")},
			{test.stored, text("79000000201"), text("Anna")},
		})
		row := rowsOf(t, path, importer.Options{})[0]
		code := ""
		if row.Problem != nil {
			code = row.Problem.Code()
		}
		if code != test.code || row.Source[0] != test.source {
			t.Errorf("%s: got %s and %q, want %s and %q", test.stored, code, row.Source[0], test.code, test.source)
		}
	}
}
