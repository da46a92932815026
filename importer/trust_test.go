package importer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"contactcast/importer"
	"contactcast/internal/layout"
)

// outcomes are the chat ids of a file's rows, or the codes of their problems.
func outcomes(t *testing.T, path string, opts importer.Options) (all []string) {
	t.Helper()
	for _, row := range rowsOf(t, path, opts) {
		if row.Problem != nil {
			all = append(all, row.Problem.Field+" "+row.Problem.Code())
		} else {
			all = append(all, row.Message.ChatID)
		}
	}
	return all
}

// Numbers without + count for what they fit only if their column does.
func TestBareNumbersByColumn(t *testing.T) {
	const (
		bad      = "chatId invalid-phone"
		badPhone = "phoneContact invalid-phone"
	)
	tests := []struct {
		name, region string
		rows, want   []string
	}{
		{"Turkish", "", []string{"5321234567,79000000201", "5051234567,79000000201", "+905421234567,79000000201"}, []string{bad, bad, "905421234567@c.us"}},
		{"Turkish, as a region", "TR", []string{"5321234567,905321234567", "5051234567,5051234567"}, []string{"905321234567@c.us", "905051234567@c.us"}},
		{"Turkish among numbers with the country code", "TR", []string{"5321234567,905321234567", "905051234567,905051234567"}, []string{"chatId ambiguous-phone", "905051234567@c.us"}},
		{"nothing tells", "TR", []string{"5321234567,905321234567"}, []string{"chatId ambiguous-phone"}},
		{"a column of its own", "", []string{"79000000101,5321234567", "79000000102,5051234567"}, []string{badPhone, badPhone}},
		{"the last row tells", "", append(slices.Repeat([]string{"5321234567,+79000000201"}, 50), "5051234567,+79000000201"), slices.Repeat([]string{bad}, 51)},
		{"international", "", []string{"79000000101,79000000201", "491713920501,491713920601"}, []string{"79000000101@c.us", "491713920501@c.us"}},
		{"ids say nothing", "", []string{"79000000101,79000000201", "89000000101@c.us,79000000201"}, []string{"79000000101@c.us", "89000000101@c.us"}},
		{"links are bare", "", []string{"https://wa.me/5321234567,+79000000201", "wa.me/5051234567,+79000000201"}, []string{bad, bad}},
		{"text and blanks", "", []string{"79000000101,79000000201", "none,79000000201", ",79000000201"}, []string{"79000000101@c.us", bad, "chatId missing"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows := [][]string{{"chatId", "phoneContact", "firstName"}}
			for _, row := range test.rows {
				rows = append(rows, append(strings.Split(row, ","), "Anna"))
			}
			for _, path := range []string{write(t, "list.csv", csvText(t, rows)), workbook(t, rows)} {
				if got := outcomes(t, path, importer.Options{Region: test.region}); !slices.Equal(got, test.want) {
					t.Errorf("got %q, want %q", got, test.want)
				}
			}
		})
	}
}

// One slip in a long list costs its own row only.
func TestOneSlipInALongList(t *testing.T) {
	lines := []string{"chatId,phoneContact,firstName"}
	for i := range 100 {
		lines = append(lines, fmt.Sprintf("7900000%04d,79000000201,Anna", i))
	}
	lines = append(lines, "7900000010,79000000201,Anna")
	got := outcomes(t, csvFile(t, lines...), importer.Options{})
	if got[0] != "79000000000@c.us" || got[99] != "79000000099@c.us" || got[100] != "chatId invalid-phone" {
		t.Errorf("got %q", got)
	}
}

// A file that cannot be read to its end is refused by the look ahead as well.
func TestLookAheadMeetsDamage(t *testing.T) {
	lines := append([]string{"chatId,phoneContact,firstName"}, slices.Repeat([]string{"79000000101,79000000201,Anna"}, 1000)...)
	table := open(t, csvFile(t, append(lines, strings.Repeat("x", 2<<20))...), importer.Options{})
	for row, err := range table.Rows() {
		if err == nil || fileError(t, err).Code() != "too-large" {
			t.Fatalf("got %+v, %v", row, err)
		}
	}
}

func TestRowsThatOverflow(t *testing.T) {
	tests := []struct{ row, column, cell string }{
		{"79000000101,79000000201,Anna,Oak, Ltd", "E", " Ltd"},
		{"79000000101,79000000201,Anna,Oak,,,x", "G", "x"},
		{"79000000101,79000000201,Anna\ufeffchatId,phoneContact,firstName,company", "E", "firstName"},
		{"79000000101,79000000201,Anna,Oak,,,", "", ""},
		{"79000000101,79000000201,Anna,Oak, ,\u200b", "", ""},
		{"79000000101,79000000201,Anna", "", ""},
	}
	for _, test := range tests {
		row := rowsOf(t, csvFile(t, "chatId,phoneContact,firstName,company", test.row), importer.Options{})[0]
		switch p := row.Problem; {
		case test.column == "" && p != nil:
			t.Errorf("%q: %+v", test.row, p)
		case test.column != "" && (p == nil || p.Code() != "bad-row" || p.Field != "" || p.Column != test.column || p.Cell != test.cell):
			t.Errorf("%q: got %+v", test.row, p)
		}
	}
}

// Notes beside the table, in a column that has no header.
func TestNotesBesideTheTable(t *testing.T) {
	const header, row = "chatId,phoneContact,firstName", "79000000101,79000000201,Anna"
	sheet := func(lines ...string) (rows [][]string) {
		for _, line := range lines {
			rows = append(rows, strings.Split(line, ","))
		}
		return rows
	}
	lines := []string{header, row + ",VIP", row + ",,,VIP: calls back", row}
	for _, test := range []struct {
		name, path string
		good       int
	}{
		{"a workbook has no delimiter that could be wrong", workbook(t, sheet(lines...)), 3},
		{"nor has what a report holds of it", write(t, "list.csv", csvText(t, reported(t, workbook(t, sheet(lines...))))), 3},
		{"a CSV file may", csvFile(t, lines...), 1},
		{"its header has a cell for the note", csvFile(t, header+",", row+",VIP", row+",", row), 3},
		{"a cell for the note, and a comma", csvFile(t, header+",", row+", Ltd,", row+",,", row+","), 2},
		{"and what a report holds of that", write(t, "list.csv", csvText(t, reported(t, csvFile(t, header+",", row+", Ltd,", row+",VIP", row+",")))), 2},
	} {
		good := 0
		for _, r := range rowsOf(t, test.path, importer.Options{}) {
			switch {
			case r.Problem == nil && r.Message.Contact.FirstName == "Anna":
				good++
			case r.Problem == nil || r.Problem.Code() != "bad-row":
				t.Errorf("%s: %+v", test.name, r.Problem)
			}
		}
		if good != test.good {
			t.Errorf("%s: %d rows are good", test.name, good)
		}
	}
}

// reported are a file's own columns as a report holds them.
func reported(t *testing.T, path string) (rows [][]string) {
	t.Helper()
	own := layout.Columns(nil, false)
	table := open(t, path, importer.Options{})
	for row, err := range table.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, append(make([]string, len(own)), row.Source...))
	}
	return slices.Insert(rows, 0, append(own, table.Header...))
}

// Two files with byte order marks, one behind the other: the second header is a
// row that cannot be sent, and the rows behind it are read like the others.
func TestGluedFiles(t *testing.T) {
	one := "\ufeff\"chatId\",\"phoneContact\",\"firstName\"\r\n79000000101,79000000201,Anna\r\n"
	two := "\ufeff\"chatId\",\"phoneContact\",\"firstName\"\r\n79000000102,79000000202,\"Oak, \ufeffLtd\"\r\n"
	rows := rowsOf(t, write(t, "list.csv", one+two), importer.Options{})
	if len(rows) != 3 || rows[0].Problem != nil || rows[1].Problem == nil || rows[2].Problem != nil {
		t.Fatalf("got %+v", rows)
	}
	if rows[1].Problem.Cell != "chatId" || rows[2].Message.Contact.FirstName != "Oak, Ltd" {
		t.Errorf("got %+v and %+v", rows[1].Problem, rows[2].Message)
	}
}
