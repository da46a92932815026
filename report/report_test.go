package report

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"contactcast/internal/card"
	"contactcast/internal/layout"
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// noon is when the invented jobs begin.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// each turns lines into what a ledger yields.
func each(lines []ledger.Line) func() iter.Seq2[ledger.Line, error] {
	return func() iter.Seq2[ledger.Line, error] {
		return func(yield func(ledger.Line, error) bool) {
			for _, l := range lines {
				if !yield(l, nil) {
					return
				}
			}
		}
	}
}

func cardTo(phone int64, name string) *card.Card {
	return &card.Card{
		ChatID:  fmt.Sprintf("%d@c.us", phone),
		Contact: card.Contact{PhoneContact: phone + 1, FirstName: name},
	}
}

// everyStatus is a small job with a row of every status.
func everyStatus() Result {
	lines := []ledger.Line{
		{Row: 2, Status: ledger.Accepted, IDMessage: "3EB0AA01", Attempts: 1, AcceptedAt: noon.Add(time.Second),
			Delivery: "read", Message: cardTo(79000000001, "Анна"), Source: []string{"79000000001", "Анна", "+1"}},
		{Row: 3, Status: ledger.Invalid, Field: "phoneContact", ErrorCode: "phone-length",
			Reason: words.AsTold("the number has 9 digits"), Source: []string{"790000000", "Борис", "-5"}},
		{Row: 5, Status: ledger.Unknown, ErrorCode: "no-answer", Reason: words.AsTold("no answer within 60 s"), Attempts: 2,
			Message: cardTo(79000000003, "Clara"), Source: []string{"79000000003", "Clara", ""}},
		{Row: 6, Status: ledger.Rejected, ErrorCode: "http-400", Reason: words.AsTold("bad request data"), Attempts: 1,
			Message: cardTo(79000000004, "Dov"), Source: []string{"79000000004", "Dov", "00123"}},
		{Row: 7, Status: ledger.Skipped, ErrorCode: "duplicate", Reason: words.AsTold("same card and chat as row 2"),
			Message: cardTo(79000000001, "Анна"), Source: []string{"79000000001", "Анна", "7.10"}},
		{Row: 8, Status: ledger.Pending, ErrorCode: "window", Reason: words.AsTold("the sending window is over"),
			Message: cardTo(79000000005, "Eva"), Source: []string{"79000000005", "Eva", "1e5", "beyond"}},
		{Row: 9, Status: ledger.Accepted, IDMessage: "3EB0AA02", Attempts: 1, AcceptedAt: noon.Add(62 * time.Second),
			Delivery: "noAccount", Message: cardTo(79000000006, "Finn"), Source: []string{"79000000006", "Finn", "x"}},
	}
	depth := 4
	return Result{
		Job: ledger.Job{
			Name: "spring", File: "/lists/spring.xlsx", Sheet: "List", Header: []string{"phone", "name", "name"},
			PlannedAt: noon, StartedAt: noon, EndedAt: noon.Add(2 * time.Minute),
			StopCode: "window", Stop: words.AsTold("the sending window is over"),
		},
		Counts: count(lines), Lines: each(lines), QueueDepth: &depth,
		Deliveries: map[string]int{"read": 1, "noAccount": 1}, LastSuccess: noon.Add(-time.Hour),
	}
}

func count(lines []ledger.Line) ledger.Counts {
	c := ledger.Counts{}
	for _, l := range lines {
		c[l.Status]++
	}
	return c
}

// write writes a report into a folder of the test's own and returns its path.
func write(t testing.TB, name string, r Result) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	written, err := Write(t.Context(), path, r)
	if err != nil {
		t.Fatal(err)
	}
	if written != path {
		t.Fatalf("written to %s, not %s", written, path)
	}
	return path
}

func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// readCSV returns the records as they are written.
func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	text, marked := strings.CutPrefix(readText(t, path), "\uFEFF")
	if !marked {
		t.Error("no byte order mark")
	}
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord = -1
	records, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// readXLSX returns the sheet of rows as text, with dates as CSV has them.
func readXLSX(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := f.GetRows(rowsSheet)
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records[1:] {
		const acceptedAt = 6
		if at, err := time.ParseInLocation(time.DateTime, record[acceptedAt], time.Local); err == nil {
			record[acceptedAt] = at.Format(time.RFC3339)
		}
	}
	return records
}

// readJSONL returns the values of the columns as records, with the columns on top.
func readJSONL(t *testing.T, path string, columns []string) [][]string {
	t.Helper()
	records := [][]string{columns}
	dec := json.NewDecoder(strings.NewReader(readText(t, path)))
	for dec.More() {
		var object map[string]any
		if err := dec.Decode(&object); err != nil {
			t.Fatal(err)
		}
		var record []string
		for _, name := range columns {
			record = append(record, fmt.Sprint(object[name]))
		}
		records = append(records, record)
	}
	return records
}

// trim drops empty cells at the end, which XLSX does not keep.
func trim(record []string) []string {
	for len(record) > 0 && record[len(record)-1] == "" {
		record = record[:len(record)-1]
	}
	return record
}

// fromSeveral is a result of a job that went over several accounts, one of which has a name.
func fromSeveral() Result {
	r := everyStatus()
	lines := r.Lines
	r.Accounts = map[string]string{"7103000001": "shop", "7103000002": "7103000002"}
	r.Lines = func() iter.Seq2[ledger.Line, error] {
		return func(yield func(ledger.Line, error) bool) {
			for l, err := range lines() {
				if l.Attempts > 0 {
					l.Account = []string{"7103000001", "7103000002"}[l.Row%2]
				}
				if !yield(l, err) {
					return
				}
			}
		}
	}
	return r
}

func TestFormatsAgree(t *testing.T) {
	for _, r := range []Result{everyStatus(), fromSeveral()} {
		want := [][]string{append(r.columns(), r.Job.Header...)}
		for l, err := range r.Lines() {
			if err != nil {
				t.Fatal(err)
			}
			record := []string{}
			for _, cell := range r.resultCells(r.columns(), l) {
				record = append(record, plain(cell))
			}
			want = append(want, trim(append(record, l.Source...)))
		}
		for name, read := range map[string]func(*testing.T, string) [][]string{
			"r.csv": readCSV, "r.xlsx": readXLSX, "R.XLSX": readXLSX,
		} {
			got := read(t, write(t, name, r))
			for i := range got {
				got[i] = trim(got[i])
				for j, cell := range got[i] {
					got[i][j] = strings.TrimPrefix(cell, "'") // no cell of this job has one of its own
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	}
}

func TestJSONLAgreesWithCSV(t *testing.T) {
	for _, r := range []Result{everyStatus(), fromSeveral()} {
		want := readCSV(t, write(t, "r.csv", r))
		for i := range want {
			want[i] = want[i][:len(r.columns())]
		}
		if diff := cmp.Diff(want, readJSONL(t, write(t, "r.jsonl", r), r.columns())); diff != "" {
			t.Error(diff)
		}
	}
}

// The account stands behind the chat, by its name where it has one, where there were several.
func TestTheAccountOfARow(t *testing.T) {
	r := fromSeveral()
	if got := r.columns(); !slices.Equal(got[8:], []string{"sentTo", "account"}) {
		t.Errorf("the columns are %v", got)
	}
	seen := map[string]bool{}
	for _, record := range readCSV(t, write(t, "r.csv", r))[1:] {
		seen[record[9]] = true
	}
	if len(seen) != 3 || !seen["shop"] || !seen["7103000002"] || !seen[""] {
		t.Errorf("the accounts are %v", seen)
	}
}

func TestJSONLText(t *testing.T) {
	r := everyStatus()
	lines := strings.Split(readText(t, write(t, "r.jsonl", r)), "\n")
	for i, want := range map[int]string{
		1: `{"row":3,"status":"invalid","idMessage":"","errorCode":"phone-length","error":"phoneContact: the number has 9 digits","attempts":0,` +
			`"acceptedAt":"","delivery":"","sentTo":"","field":"phoneContact","chatId":"","contact":null,"quotedMessageId":"",` +
			`"source":{"phone":"790000000","name":"Борис","name (2)":"-5"}}`,
		5: `{"row":8,"status":"pending","idMessage":"","errorCode":"window","error":"the sending window is over","attempts":0,` +
			`"acceptedAt":"","delivery":"","sentTo":"79000000005@c.us","field":"","chatId":"79000000005@c.us",` +
			`"contact":{"phoneContact":79000000006,"firstName":"Eva"},"quotedMessageId":"",` +
			`"source":{"phone":"79000000005","name":"Eva","name (2)":"1e5","column 4":"beyond"}}`,
	} {
		if diff := cmp.Diff(want, lines[i]); diff != "" {
			t.Errorf("line %d: %s", i+1, diff)
		}
	}
}

// TestKeys: whatever the headers are, no two cells share a name.
func TestKeys(t *testing.T) {
	k := newKeys([]string{"a", "", "a", "a (2)", "", "column 2", "a"})
	want := []string{"a", "column 2 (2)", "a (3)", "a (2)", "column 5", "column 2", "a (4)", "column 8"}
	var got []string
	for i := range want {
		got = append(got, k.name(i))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRefusesAnUnknownExtension(t *testing.T) {
	for _, path := range []string{"report", "report.xls", "report.csv.gz", ".", ""} {
		err := Supported(path)
		if err == nil {
			t.Errorf("%q: no error", path)
			continue
		}
		if !strings.Contains(err.Error(), ".csv .xlsx .jsonl .html .prom") {
			t.Errorf("%q: %v does not list what is known", path, err)
		}
	}
	for _, extension := range Formats() {
		if err := Supported("a" + extension); err != nil {
			t.Error(err)
		}
	}
	if _, err := Write(context.Background(), filepath.Join(t.TempDir(), "a.txt"), everyStatus()); err == nil {
		t.Error("a.txt was written")
	}
}

func TestEmptyJob(t *testing.T) {
	r := Result{Job: ledger.Job{Name: "empty", Header: []string{"phone"}}, Counts: ledger.Counts{}, Lines: each(nil)}
	want := [][]string{append(layout.Columns(nil, false), "phone")}
	if diff := cmp.Diff(want, readCSV(t, write(t, "r.csv", r))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, readXLSX(t, write(t, "r.xlsx", r))); diff != "" {
		t.Error(diff)
	}
	if got := readText(t, write(t, "r.jsonl", r)); got != "" {
		t.Errorf("JSON Lines of nothing: %q", got)
	}
	for _, name := range []string{"r.html", "r.prom"} {
		if !strings.Contains(readText(t, write(t, name, r)), "empty") {
			t.Errorf("%s does not name the job", name)
		}
	}
}
