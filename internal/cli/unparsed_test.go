package cli

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
)

// said is what a command line that cannot be parsed is answered.
func said(t *testing.T, args ...string) string {
	t.Helper()
	var out, log bytes.Buffer
	a := &app{in: os.Stdin, out: &out, err: &log, getenv: func(string) string { return "" }}
	if code := a.run(context.Background(), args); code != exitStart {
		t.Errorf("%q ends with %d", args, code)
	}
	return log.String()
}

// Whoever mistypes a command is told what to type.
func TestCommandLinesThatCannotBeParsed(t *testing.T) {
	tests := []struct {
		line, want string
	}{
		{"send", "<file> is missing: contactcast send list.xlsx"},
		{"check", "<file> is missing: contactcast check list.xlsx"},
		{"track", "<job> is missing: contactcast track list"},
		{"report list", "--output=FILE is missing: contactcast report list -o list.html"},
		{"template", "<file> is missing: contactcast template list.xlsx"},
		{"logout", "<name> is missing: contactcast logout shop"},
		{"optout add", "is missing: contactcast optout add +"},
		{"optout word add", "is missing: contactcast optout word add STOP"},
		{"send list.xlsx --rate", "--rate: want a value, RATE: auto: as fast as"},
		{"send list.xlsx --report", "--report: want a value, FILE: Report to write"},
		{"send list.xlsx --sheet --yes", "--sheet: want a value, NAME: Sheet to read"},
		{"send list.xlsx --settle 5", `--settle: "5": want a time with its unit, such as 90s`},
		{"sandbox --delay 5", `--delay: "5": want a time with its unit`},
		{"send list.xlsx --limit x", `--limit: "x": want a number`},
		{"send list.xlsx --already maybe", `--already: "maybe": want skip or send`},
		{"send list.xlsx --set foo", `--set: "foo": want FIELD=VALUE`},
		{"check list.xlsx --yes", "check has no flag --yes: it belongs to contactcast send"},
		{"status --quiet", "status has no flag --quiet: it belongs to contactcast send or check"},
		{"--sandbox send list.xlsx", "flags stand behind the command: contactcast send --sandbox list.xlsx"},
		{"--state dir check my.xlsx", "flags stand behind the command: contactcast check --state dir my.xlsx"},
		{"send no/such/list.xlsx", "no/such/list.xlsx: no such file"},
		{"send .", ".: this is a folder"},
		{"send https://example.com/list.xlsx", "this is a web address"},
		{"send unparsed_test.go --report x.pdf", "name must end in one of .csv"},
		{"send unparsed_test.go --set-contact none.vcf", "--set-contact: none.vcf: no such file"},
		{"template no/such/list.xlsx", "there is no folder no/such; make it first"},
	}
	for _, test := range tests {
		if got := said(t, strings.Fields(test.line)...); !strings.Contains(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.line, got, test.want)
		}
	}
}

// A list that is not there is told by those that may be meant.
func TestAListThatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, name := range []string{"customers.xlsx", "Customers.csv", "other.xlsx", "customers.pdf"} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for arg, want := range map[string]string{
		"customers":         "customers: no such file; there is Customers.csv, customers.xlsx\n",
		"customers.xls":     "customers.xls: no such file; there is Customers.csv, customers.xlsx\n",
		"*.xlsx":            "*.xlsx: no such file; there is customers.xlsx, other.xlsx\n",
		"[":                 "[: no such file\n",
		"nobody.csv":        "nobody.csv: no such file\n",
		dir + "/other.xlsm": dir + "/other.xlsm: no such file; there is " + dir + "/other.xlsx\n",
	} {
		if got := said(t, "send", arg); got != "contactcast: "+want {
			t.Errorf("%s: got %q", arg, got)
		}
	}
}
