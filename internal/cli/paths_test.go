package cli

import (
	"errors"
	"path/filepath"
	"runtime"
	"testing"

	"contactcast/importer"
)

// Files are kept where each system keeps such files.
func TestTheStateFolderOfEachSystem(t *testing.T) {
	tests := []struct {
		system string
		env    map[string]string
		want   string
	}{
		{"linux", nil, "/home/anna/.local/state/contactcast"},
		{"linux", map[string]string{"XDG_STATE_HOME": "/var/state"}, "/var/state/contactcast"},
		{"freebsd", nil, "/home/anna/.local/state/contactcast"},
		{"darwin", nil, "/home/anna/Library/Application Support/contactcast"},
		{"darwin", map[string]string{"XDG_STATE_HOME": "/var/state"}, "/home/anna/Library/Application Support/contactcast"},
		{"windows", map[string]string{"LocalAppData": "/profile/Local"}, "/profile/Local/contactcast"},
		{"windows", nil, "/home/anna/AppData/Local/contactcast"},
	}
	for _, test := range tests {
		getenv := func(name string) string { return test.env[name] }
		got := defaultState(test.system, getenv, func() (string, error) { return "/home/anna", nil })
		if got != filepath.FromSlash(test.want) {
			t.Errorf("%s, %v: %s, want %s", test.system, test.env, got, test.want)
		}
	}
	nobody := func() (string, error) { return "", errors.New("no home") }
	if got := defaultState("linux", func(string) string { return "" }, nobody); filepath.IsAbs(got) {
		t.Errorf("without a home it is %s", got)
	}
}

// A ledger belongs to an account: an instance of GREEN-API's under any of its addresses, and elsewhere under its host. Its
// name is one that every system allows.
func TestTheLedgersName(t *testing.T) {
	tests := []struct{ apiURL, want string }{
		{"https://api.greenapi.com", "7103000001.db"},
		{"https://7103.api.greenapi.com", "7103000001.db"},
		{"https://7103.API.Green-API.com", "7103000001.db"},
		{"https://evilgreenapi.com", "evilgreenapi.com-7103000001.db"},
		{"https://greenapi.com.example.org", "greenapi.com.example.org-7103000001.db"},
		{"http://127.0.0.1:8080", "127.0.0.1_8080-7103000001.db"},
		{"http://[::1]:8080/v2", "_1_8080-7103000001.db"},
	}
	state := t.TempDir()
	for _, test := range tests {
		f := accountFlags{APIURL: test.apiURL, IDInstance: testID, State: state}
		if got, err := f.ledgerPath(); err != nil || got != filepath.Join(state, test.want) {
			t.Errorf("%s: %s, %v; want %s", test.apiURL, got, err, test.want)
		}
	}
}

// A report stands beside its list, in the same format; one that was read is replaced by the next.
func TestTheReportsPlace(t *testing.T) {
	tests := []struct {
		file, format string
		isReport     bool
		want         string
	}{
		{"list.xlsx", "xlsx", false, "list-report.xlsx"},
		{"lists/list.tsv", "csv", false, "lists/list-report.csv"},
		{"lists/list.v2.xlsm", "xlsx", false, "lists/list.v2-report.xlsx"},
		{"lists/list-report.xlsx", "xlsx", true, "lists/list-report.xlsx"},
		{"lists/list-report.csv", "csv", false, "lists/list-report-report.csv"},
		{"-", "csv", false, "a_b_c-report.csv"},
	}
	for _, test := range tests {
		in := &input{Table: &importer.Table{IsReport: test.isReport}}
		in.Format, in.plan.Job = test.format, `a/b\c`
		got, err := reportPaths(nil, filepath.FromSlash(test.file), in)
		if err != nil || len(got) != 1 || got[0] != filepath.FromSlash(test.want) {
			t.Errorf("%s: %v, %v; want %s", test.file, got, err, test.want)
		}
	}
}

// A command that is shown can be pasted into the shell, whatever the file is called.
func TestQuoted(t *testing.T) {
	tests := []struct{ word, unix, windows string }{
		{"lists/list.xlsx", "lists/list.xlsx", "lists/list.xlsx"},
		{"список.xlsx", "список.xlsx", "список.xlsx"},
		{"my list.xlsx", "'my list.xlsx'", `"my list.xlsx"`},
		{"$(reboot).csv", "'$(reboot).csv'", `"$(reboot).csv"`},
		{"it's.csv", `'it'\''s.csv'`, `"it's.csv"`},
		{"", "''", `""`},
	}
	for _, test := range tests {
		want := test.unix
		if runtime.GOOS == "windows" {
			want = test.windows
		}
		if got := quoted(test.word); got != want {
			t.Errorf("%s: %s, want %s", test.word, got, want)
		}
	}
}
