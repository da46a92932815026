package cli

import (
	"testing"

	"contactcast/sender/ledger"
)

// A command that is suggested speaks of the same account, and never shows its token.
func TestSameAccount(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"send", "list.xlsx"}, ""},
		{[]string{"send", "list.xlsx", "--sandbox", "--limit", "5"}, " --sandbox"},
		{[]string{"send", "--state", "my ledgers", "list.xlsx", "--quiet", "--sandbox"}, " --state " + quoted("my ledgers") + " --sandbox"},
		{[]string{"track", "list", "--id-instance=1101", "--api-url", "https://1101.api.greenapi.com/s3cr3t"},
			" --id-instance=1101 --api-url https://1101.api.greenapi.com/***"},
		{[]string{"send", "list.xlsx", "--state"}, " --state"},
	} {
		a := &app{args: c.args, token: "s3cr3t"}
		if got := a.sameAccount(); got != c.want {
			t.Errorf("%q: %q, want %q", c.args, got, c.want)
		}
	}
}

// What goes on with a job is known even where its command could not be kept, and works from wherever it is read.
func TestResume(t *testing.T) {
	here := fromHere("")
	for _, c := range []struct {
		job  ledger.Job
		want string
	}{
		{ledger.Job{Name: "list", File: "/lists/list.csv"}, "contactcast send /lists/list.csv --sandbox"},
		{ledger.Job{Name: "list", File: "/lists/list-report.xlsx"}, "contactcast send /lists/list-report.xlsx --sandbox"},
		{ledger.Job{Name: "may", File: "/my lists/list.csv"}, "contactcast send " + quoted("/my lists/list.csv") + " --job may --sandbox"},
		{ledger.Job{Name: "may", File: "-"}, "contactcast send - --job may --sandbox"},
		{ledger.Job{Name: "may", Command: here + "contactcast send list.csv"}, "contactcast send list.csv"},
		{ledger.Job{Name: "may", Command: "cd /elsewhere && contactcast send list.csv"}, "cd /elsewhere && contactcast send list.csv"},
		{ledger.Job{Name: "may", Command: "contactcast send list.csv"}, "contactcast send list.csv"}, // of an earlier version
	} {
		a := &app{args: []string{"status", "--sandbox"}}
		if got := a.resume(c.job); got != c.want {
			t.Errorf("%+v: %q, want %q", c.job, got, c.want)
		}
	}
}
