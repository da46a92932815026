package cli

import "testing"

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
