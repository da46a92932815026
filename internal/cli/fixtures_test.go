package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contactcast/internal/card"
)

// fixture is what an importer's fixture asks for; importer/testdata/fixtures/README.md tells what the keys mean.
type fixture struct {
	Options struct {
		DefaultCountry, Encoding, Delimiter, Sheet, HiddenRows string
		HeaderRow                                              int
		Header                                                 *bool
		Columns                                                json.RawMessage
		Set                                                    map[string]string
		SetContact                                             map[string]string
		Exclude                                                string
	}
	Rows []struct {
		Row             int
		ChatID          string
		QuotedMessageID string
		card.Contact
	}
	Errors []struct {
		Row         int
		Field, Kind string
	}
	Excluded        []int
	AcceptFatal     []string
	AcceptErrorRows []int
}

// checked is what becomes of one row: what would be sent, or why it cannot be. Row 0 is the file.
type checked struct {
	Row              int
	Status           string
	Field, ErrorCode string
	ChatID           string
	Contact          card.Contact
	QuotedMessageID  string
	Explained        bool // there are words for people
}

// Every fixture gives its rows and its errors through the command, as they stand in the report.
func TestCheckFixtures(t *testing.T) {
	files, err := filepath.Glob("../../importer/testdata/fixtures/*.expected.json")
	if err != nil || len(files) != 50 {
		t.Fatalf("%d fixtures, %v; want 50", len(files), err)
	}
	t.Setenv("CONTACTCAST_STATE", t.TempDir())
	t.Setenv("GREENAPI_ID_INSTANCE", "")
	for _, file := range files {
		list := strings.TrimSuffix(file, ".expected.json")
		t.Run(filepath.Base(list), func(t *testing.T) {
			var f fixture
			read(t, file, &f)
			want := f.want()
			got, code := checkList(t, list, f.flags(t)...)
			if len(got) == 1 && got[0].Row == 0 && f.accepts(got[0].ErrorCode) {
				if code != exitStart || !got[0].Explained {
					t.Errorf("refused with exit code %d: %+v", code, got[0])
				}
				return
			}
			want = f.forgive(want, got)
			if filepath.Base(list) == "A15_duplicate_header.csv" { // the header is the file's, not a row's
				want[0] = checked{Status: "invalid", ErrorCode: "duplicate-column", Explained: true}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if wantCode := codeFor(want); code != wantCode {
				t.Errorf("exit code %d, want %d", code, wantCode)
			}
		})
	}
}

// accepts reports whether the whole file may be refused with that code, too.
func (f fixture) accepts(code string) bool {
	if code == "no-header" { // the fixtures' kinds have no other word for it
		code = "missing-column"
	}
	return slices.Contains(f.AcceptFatal, strings.ReplaceAll(code, "-", "_"))
}

// forgive takes the error that a row has for the one that it may have instead of being sent.
func (f fixture) forgive(want, got []checked) []checked {
	for i := range want {
		if want[i].ErrorCode == "excluded" && i < len(got) && got[i].ErrorCode == "excluded" && got[i].Row == want[i].Row {
			want[i] = got[i] // which card is left out is in its report
		}
		if i < len(got) && got[i].Row == want[i].Row && got[i].Status == "invalid" && got[i].Explained && slices.Contains(f.AcceptErrorRows, got[i].Row) {
			want[i] = got[i]
		}
	}
	return want
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// flags are the fixture's options on a command line.
func (f fixture) flags(t *testing.T) (flags []string) {
	t.Helper()
	o := f.Options
	for _, p := range [][2]string{{"--region", o.DefaultCountry}, {"--encoding", o.Encoding}, {"--delimiter", o.Delimiter},
		{"--sheet", o.Sheet}, {"--hidden-rows", o.HiddenRows}} {
		if p[1] != "" {
			flags = append(flags, p[0], p[1])
		}
	}
	for field, value := range o.Set {
		flags = append(flags, "--set", field+"="+value)
	}
	if o.SetContact != nil {
		card := filepath.Join(t.TempDir(), "card.vcf")
		text := fmt.Sprintf("BEGIN:VCARD\r\nVERSION:3.0\r\nN:;%[1]s;;;\r\nFN:%[1]s\r\nTEL:%[2]s\r\nEND:VCARD\r\n", o.SetContact["firstName"], o.SetContact["phoneContact"])
		if err := os.WriteFile(card, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		flags = append(flags, "--set-contact", card)
	}
	if o.Exclude != "" {
		flags = append(flags, "--exclude", filepath.Join("../../importer/testdata/fixtures", o.Exclude))
	}
	if o.HeaderRow > 0 {
		flags = append(flags, "--header-row", strconv.Itoa(o.HeaderRow))
	}
	if o.Header != nil && !*o.Header {
		var columns []string
		if err := json.Unmarshal(o.Columns, &columns); err != nil {
			t.Fatal(err)
		}
		flags = append(flags, "--columns", strings.Join(columns, ","))
	}
	return flags
}

// want lists what the fixture wants, in the order of the rows.
func (f fixture) want() (all []checked) {
	for _, r := range f.Rows {
		all = append(all, checked{Row: r.Row, Status: "pending", ChatID: r.ChatID, Contact: r.Contact, QuotedMessageID: r.QuotedMessageID})
	}
	for _, row := range f.Excluded {
		all = append(all, checked{Row: row, Status: "skipped", ErrorCode: "excluded", Explained: true})
	}
	slices.SortFunc(all, func(a, b checked) int { return a.Row - b.Row })
	for _, e := range f.Errors {
		i := 0
		for i < len(all) && all[i].Row < e.Row {
			i++
		}
		bad := checked{Row: e.Row, Status: "invalid", Field: e.Field, ErrorCode: strings.ReplaceAll(e.Kind, "_", "-"), Explained: true}
		all = append(all[:i], append([]checked{bad}, all[i:]...)...)
	}
	return all
}

func codeFor(rows []checked) int {
	code := exitDone
	for _, r := range rows {
		switch {
		case r.Row == 0:
			return exitStart
		case r.Status == "invalid":
			code = exitRows
		}
	}
	return code
}

// checkList runs check on a list, and returns the rows of its report, or the one error of the file as a whole.
func checkList(t *testing.T, list string, flags ...string) (rows []checked, code int) {
	t.Helper()
	report := filepath.Join(t.TempDir(), "plan.jsonl")
	var out, told bytes.Buffer
	a := &app{in: os.Stdin, out: &out, err: &told, getenv: os.Getenv}
	code = a.run(t.Context(), append([]string{"check", list, "--report", report, "--json"}, flags...))
	var refused struct {
		Error *struct{ ErrorCode, Message string }
	}
	if err := json.Unmarshal(out.Bytes(), &refused); err != nil {
		t.Fatalf("%v: %s%s", err, &out, &told)
	}
	if refused.Error != nil {
		if _, err := os.Stat(report); err == nil {
			t.Error("a file that cannot be used has a report")
		}
		return []checked{{Status: "invalid", ErrorCode: refused.Error.ErrorCode, Explained: refused.Error.Message != ""}}, code
	}
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(data) {
		var r struct {
			checked
			Error string
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		r.Explained = r.Error != ""
		rows = append(rows, r.checked)
	}
	return rows, code
}
