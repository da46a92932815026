package importer_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contactcast/importer"
	"contactcast/internal/card"
	"contactcast/internal/layout"
)

// asReport is a table as a report would hold it: its own columns before the source's.
func asReport(rows [][]string, text func(string) string) [][]string {
	report := [][]string{append(layout.Columns(nil, false), apply(rows[0], text)...)}
	for _, row := range rows[1:] {
		own := []string{"2", "accepted", "BAE5", "", "", "1", "2026-01-31T10:00:00+03:00", "", "79000000999@c.us"}
		report = append(report, append(own, apply(row, text)...))
	}
	return report
}

func apply(row []string, text func(string) string) []string {
	out := make([]string, len(row))
	for i := range row {
		out[i] = text(row[i])
	}
	return out
}

func same(text string) string { return text }

func TestReportFedBack(t *testing.T) {
	source := [][]string{
		{"=other", "chatId", "phoneContact", "firstName", "status"},
		{"'quoted", "79000000101", "+7 900 000-02-01", "=HYPERLINK(1)", "-"},
		{"'=x", "-79000000102", "79000000202", "'@x", ""},
	}
	want := rowsOf(t, write(t, "list.csv", csvText(t, source)), importer.Options{})
	for name, path := range map[string]string{
		"csv":  write(t, "list-report.csv", csvText(t, asReport(source, layout.Guard))),
		"xlsx": workbook(t, asReport(source, same)),
	} {
		table := open(t, path, importer.Options{HeaderRow: 7})
		if !table.IsReport || letters(table) != "chatId=K phoneContact=L firstName=M" || !slices.Equal(table.Header, source[0]) {
			t.Errorf("%s: report %v, mapping %s, header %q", name, table.IsReport, letters(table), table.Header)
		}
		got := rowsOf(t, path, importer.Options{HeaderRow: 7})
		if diff := cmp.Diff(want, got, cmp.FilterPath(isColumn, cmp.Ignore())); diff != "" {
			t.Errorf("%s (-source +report):\n%s", name, diff)
		}
	}
}

// isColumn: the letters move to the right by the report's columns.
func isColumn(p cmp.Path) bool { return p.Last().String() == ".Column" }

func TestReportOfAFileWithoutHeader(t *testing.T) {
	opts := importer.Options{Columns: []string{"chatId", "-", "phoneContact", "firstName"}}
	source := [][]string{{"chatId", "", "phoneContact", "firstName"}, {"79000000101", "x", "79000000201", "Anna"}}
	report := write(t, "list-report.csv", csvText(t, asReport(source, layout.Guard)))
	want := rowsOf(t, write(t, "list.csv", csvText(t, source[1:])), opts)[0].Message
	for name, opts := range map[string]importer.Options{"the same command": opts, "without --columns": {}} {
		rows := rowsOf(t, report, opts)
		if len(rows) != 1 || rows[0].Message != want {
			t.Errorf("%s: got %+v, want %+v", name, rows, want)
		}
	}
}

func TestOtherFilesAreNoReports(t *testing.T) {
	header := append(layout.Columns(nil, false), "chatId", "phoneContact", "firstName")
	header[1], header[2] = header[2], header[1]
	row := append(make([]string, 9), "79000000101", "79000000201", "'=x")
	path := write(t, "list.csv", csvText(t, [][]string{header, row}))
	if table := open(t, path, importer.Options{}); table.IsReport || len(table.Header) != 12 {
		t.Errorf("report %v, header %q", table.IsReport, table.Header)
	}
	if name := rowsOf(t, path, importer.Options{})[0].Message.Contact.FirstName; name != "'=x" {
		t.Errorf("a ' that we did not write was taken off: %q", name)
	}
}

// field texts that have been trouble, and any other text
func cellText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "", "Anna", "Анна", "=1+1", "'=1+1", "''@a", "-", "#N/A", "#REF", "TRUE", "2026-01-31", "a\nb", "a\r\nb\rc", `say "hi"`, "a,b;c", "\u200b", " x ", "007", "1024",
			"79000000101", "+7 900 000-01-01", "8 900 000-01-01", "7.9E+10", "79000000101.0", "79000000101@c.us", "120363043968066561@g.us",
			"79000000101,79000000102", "12", "+525512345678", "+65 9123 4567", "anna@gmail.com", "00972502345601", "BAE5F4D0A1B2C3D4",
		}),
		rapid.StringOfN(rapid.RuneFrom([]rune("aбש\u00a0\u200f='+-@0123456789 .,;\"\n#")), 0, 12, -1),
	)
}

func tableOfCells() *rapid.Generator[[][]string] {
	return rapid.Custom(func(t *rapid.T) [][]string {
		rows := [][]string{{"chatId", "phoneContact", "firstName", "company", "quotedMessageId", "note"}}
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			row := []string{
				rapid.OneOf(rapid.Just("79000000101"), cellText()).Draw(t, "chat"),
				rapid.OneOf(rapid.Just("79000000201"), cellText()).Draw(t, "phone"),
			}
			rows = append(rows, append(row, rapid.SliceOfN(cellText(), 4, 4).Draw(t, "rest")...))
		}
		return rows
	})
}

func checkTables(t *testing.T, check func(t *rapid.T, rows [][]string)) {
	rapid.Check(t, func(rt *rapid.T) { check(rt, tableOfCells().Draw(rt, "rows")) })
}

// A row may be sent or has a problem, never both and never neither, and what may
// be sent is complete.
func TestSendableOrProblem(t *testing.T) {
	checkTables(t, func(rt *rapid.T, rows [][]string) {
		last := 1
		for _, row := range rowsOf(t, write(t, "list.csv", csvText(t, rows)), importer.Options{Region: "RU"}) {
			m := row.Message
			switch {
			case row.Number <= last:
				rt.Fatalf("row %d after row %d", row.Number, last)
			case row.Problem != nil && (m != card.Card{} || len(row.Warnings) > 0 || row.Problem.Code() == ""):
				rt.Fatalf("row %d: %+v with %+v", row.Number, m, row.Problem)
			case row.Problem == nil && (m.ChatID == "" || m.Contact.PhoneContact < 1e10 || m.Contact.PhoneContact >= 1e12 ||
				m.Contact.FirstName+m.Contact.Company == ""):
				rt.Fatalf("row %d may not be sent: %+v", row.Number, m)
			case row.Problem == nil && !slices.Equal(row.Source, rows[row.Number-1]):
				rt.Fatalf("row %d: source %q, want %q", row.Number, row.Source, rows[row.Number-1])
			}
			last = row.Number
		}
	})
}

// The same cells give the same rows through CSV and XLSX.
func TestFormatsAgree(t *testing.T) {
	checkTables(t, func(rt *rapid.T, rows [][]string) {
		text := rowsOf(t, write(t, "list.csv", csvText(t, rows)), importer.Options{})
		book := rowsOf(t, workbook(t, rows), importer.Options{})
		if diff := cmp.Diff(text, book); diff != "" {
			rt.Fatalf("(-csv +xlsx):\n%s", diff)
		}
	})
}

// A report fed back gives the messages and the cells of its source, row by row.
func TestReportsGiveTheirSource(t *testing.T) {
	checkTables(t, func(rt *rapid.T, rows [][]string) {
		source := rowsOf(t, write(t, "list.csv", csvText(t, rows)), importer.Options{})
		report := rowsOf(t, write(t, "list-report.csv", csvText(t, asReport(rows, layout.Guard))), importer.Options{})
		if diff := cmp.Diff(source, report, cmp.FilterPath(isColumn, cmp.Ignore())); diff != "" {
			rt.Fatalf("(-source +report):\n%s", diff)
		}
	})
}
