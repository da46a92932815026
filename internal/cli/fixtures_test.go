package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
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
	if err != nil || len(files) != 31 {
		t.Fatalf("%d fixtures, %v; want 31", len(files), err)
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
			if filepath.Base(list) == "A15_duplicate_header.csv" { // the header is the file's, not a row's
				want[0] = checked{Status: "invalid", ErrorCode: "duplicate-column", Explained: true}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if wantCode := exitCode(want); code != wantCode {
				t.Errorf("exit code %d, want %d", code, wantCode)
			}
		})
	}
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

func exitCode(rows []checked) int {
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
