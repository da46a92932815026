package job

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"contactcast/internal/account"
	"contactcast/sender/greenapi"
)

func TestAccountsThatAreMeant(t *testing.T) {
	dir := t.TempDir()
	kept := account.List{}
	for _, name := range []string{"shop", "office", "home"} {
		kept = kept.With(account.Kept{Name: name, Credentials: greenapi.Credentials{APIURL: "https://7103.api.greenapi.com", IDInstance: "7103" + name, Token: "t" + name}})
	}
	if err := kept.Write(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "sandbox-a.jsonl"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "sandbox.jsonl"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		from From
		want []string
		code string
	}{
		"all":                         {from: From{Accounts: []string{"all"}}, want: []string{"shop", "office", "home"}},
		"all and one":                 {from: From{Accounts: []string{"home", "All"}}, want: []string{"shop", "office", "home"}},
		"some":                        {from: From{Accounts: []string{"home", "shop"}}, want: []string{"home", "shop"}},
		"one twice":                   {from: From{Accounts: []string{"home", "7103home", "HOME"}}, want: []string{"home"}},
		"one that is not kept":        {from: From{Accounts: []string{"home", "away"}}, code: "credentials/not-kept"},
		"none":                        {code: "credentials/several"},
		"an instance":                 {from: From{IDInstance: "7103shop"}, want: []string{"shop"}},
		"an instance of nobody":       {from: From{IDInstance: "9"}, want: []string{"9"}},
		"the sandbox":                 {from: From{Sandbox: true}, want: []string{"1101000001"}},
		"the sandbox, with names":     {from: From{Sandbox: true, Accounts: []string{"b", "a", "B"}}, want: []string{"b", "a"}},
		"the sandbox, all":            {from: From{Sandbox: true, Accounts: []string{"all"}}, want: []string{"a", "1101000001"}},
		"the sandbox, a path":         {from: From{Sandbox: true, Accounts: []string{"../a"}}, code: "options/account-name"},
		"the sandbox, blank":          {from: From{Sandbox: true, Accounts: []string{" "}}, code: "options/account-name"},
		"an instance beside the kept": {from: From{IDInstance: "7103office"}, want: []string{"office"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.from.State = dir
			all, err := tt.from.findAll()
			if tt.code != "" {
				refusal, ok := errors.AsType[*Refusal](err)
				if !ok || string(refusal.Reason.Code) != tt.code {
					t.Errorf("%v, want %s", err, tt.code)
				}
				return
			}
			if got := namesOf(all); err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("%v, %v; want %v", got, err, tt.want)
			}
		})
	}
}

// Simulated accounts differ in all that they keep.
func TestSimulatedAccountsAreApart(t *testing.T) {
	all, err := From{State: t.TempDir(), Sandbox: true, Accounts: []string{"a", "b"}}.findAll()
	if err != nil {
		t.Fatal(err)
	}
	end, err := begin(all)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	}()
	a, b := all[0], all[1]
	if a.IDInstance == b.IDInstance || a.memory() == b.memory() || a.APIURL == "" || a.APIURL != b.APIURL {
		t.Errorf("%v in %s, %v in %s", a.Credentials, a.memory(), b.Credentials, b.memory())
	}
}
