package cli

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"contactcast/internal/account"
	"contactcast/internal/job"
	"contactcast/sender/greenapi"
	"contactcast/sender/sandbox"
)

const (
	testID    = "7103000001"
	testToken = "d75b3a66374942c5b3c019c698abc2067e151558acbd412345"
)

// simulate serves an account with those credentials and returns its address.
func simulate(t *testing.T, options sandbox.Options) (apiURL string, s *sandbox.Sandbox) {
	t.Helper()
	options.IDInstance, options.Token, options.Limits = testID, testToken, -1
	s, err := sandbox.Open(options)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return server.URL, s
}

// logIn runs login with those answers and returns what it said.
func logIn(t *testing.T, c loginCmd, answers ...string) (said string, err error) {
	t.Helper()
	var out bytes.Buffer
	a := &app{out: &out, err: &out, getenv: func(string) string { return "" }}
	err = c.login(t.Context(), a, func(question string, hidden bool) (string, error) {
		if hidden != strings.HasPrefix(question, "apiTokenInstance") {
			t.Errorf("%q hidden: %v", question, hidden)
		}
		out.WriteString(question)
		answer := answers[0]
		answers = answers[1:]
		return answer, nil
	})
	if strings.Contains(out.String(), testToken) || err != nil && strings.Contains(err.Error(), testToken) {
		t.Errorf("the token is shown: %s, %v", &out, err)
	}
	return out.String(), err
}

func TestLoginKeepsAnAccountThatTheAPIKnows(t *testing.T) {
	apiURL, s := simulate(t, sandbox.Options{})
	state := filepath.Join(t.TempDir(), "new")
	said, err := logIn(t, loginCmd{State: state}, testID, testToken, apiURL)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(said, "apiUrl [https://api.greenapi.com]: ") || !strings.Contains(said, "instance 7103000001 is authorized as +") {
		t.Errorf("said %s", said)
	}
	if runtime.GOOS != "windows" {
		for path, want := range map[string]os.FileMode{state: 0o700, account.Path(state): 0o600} {
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
				t.Errorf("%s: %v, %v; want mode %v", path, info.Mode().Perm(), err, want)
			}
		}
	}
	got, err := job.From{State: state}.Credentials()
	if want := (greenapi.Credentials{APIURL: apiURL, IDInstance: testID, Token: testToken}); err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("send takes %v, %v", got, err)
	}

	// Again: what is kept is offered, and a number that is not linked yet is kept with a word on what to do.
	if err := s.SetState(sandbox.StateChange{State: "notAuthorized"}); err != nil {
		t.Fatal(err)
	}
	said, err = logIn(t, loginCmd{State: state, IDInstance: testID}, "", testToken, "")
	if err != nil || !strings.Contains(said, "idInstance [7103000001]: ") || !strings.Contains(said, "apiUrl ["+apiURL+"]: ") || !strings.Contains(said, "scan its QR code") {
		t.Errorf("said %s, %v", said, err)
	}
}

func TestLoginKeepsNothingThatIsWrong(t *testing.T) {
	apiURL, _ := simulate(t, sandbox.Options{})
	tests := []struct{ id, token, apiURL, want string }{
		{"", testToken, apiURL, "idInstance must be"},
		{testID, "", apiURL, "apiTokenInstance is missing"},
		{testID, testToken, "api.greenapi.com", "must begin with https://"},
		{testID, strings.Repeat("f", 50), apiURL, "the token is wrong"},
		{"7103000002", testToken, apiURL, "differs from account to account"},
	}
	for _, test := range tests {
		state := t.TempDir()
		_, err := logIn(t, loginCmd{State: state}, test.id, test.token, test.apiURL)
		if err == nil || !strings.Contains(new(app).errorWords(err), test.want) {
			t.Errorf("%s %s: %v, want %s", test.id, test.apiURL, err, test.want)
		}
		if code, _ := classify(err); code != exitStart {
			t.Errorf("%v: exit code %d", err, code)
		}
		if left, err := os.ReadDir(state); err != nil || len(left) > 0 {
			t.Errorf("%v: left %v, %v", test, left, err)
		}
	}
}

func TestLoginNeedsATerminal(t *testing.T) {
	err := (&loginCmd{}).Run(t.Context(), &app{})
	for _, want := range []string{"GREENAPI_ID_INSTANCE", "GREENAPI_API_TOKEN_INSTANCE", "GREENAPI_URL", "--token-file", "--api-url"} {
		if err == nil || !strings.Contains(new(app).errorWords(err), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
}

func TestWhatIsSetWinsOverWhatIsKept(t *testing.T) {
	const other = "ffffffffffffffffffffffffffffffffffffffffffffffffff"
	one, two := t.TempDir(), t.TempDir()
	first := greenapi.Credentials{APIURL: "https://7103.api.greenapi.com", IDInstance: testID, Token: testToken}
	second := greenapi.Credentials{APIURL: "https://7105.api.greenapi.com", IDInstance: "7105000002", Token: other}
	shop, office := account.Kept{Name: "shop", Credentials: first}, account.Kept{Name: "office", Credentials: second}
	for dir, kept := range map[string]account.List{one: {shop}, two: {office, shop}} {
		if err := kept.Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "token.txt")
	if err := os.WriteFile(file, []byte(other+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		flags accountFlags
		token string // in the environment
		want  greenapi.Credentials
		err   string
	}{
		{name: "nothing kept, nothing set", flags: accountFlags{State: t.TempDir()}, err: "idInstance is not set: run contactcast login"},
		{name: "the only one", flags: accountFlags{State: one}, want: first},
		{name: "the one chosen", flags: accountFlags{State: two, IDInstance: "7105000002"}, want: second},
		{name: "several", flags: accountFlags{State: two}, err: "several accounts are kept: office, shop: choose one with --account or CONTACTCAST_ACCOUNT"},
		{name: "the one named", flags: accountFlags{State: two, Account: []string{"office"}}, want: second},
		{name: "the one named by its instance", flags: accountFlags{State: two, Account: []string{testID}}, want: first},
		{name: "named, whatever else is set", flags: accountFlags{State: two, Account: []string{"shop"}, APIURL: "http://127.0.0.1:8080"}, token: other, want: first},
		{name: "a name that is not kept", flags: accountFlags{State: two, Account: []string{"home"}}, err: "no account is kept under the name home: there is office, shop"},
		{name: "a name and an instance", flags: accountFlags{State: two, Account: []string{"shop"}, IDInstance: "7105000002"}, err: "leave one out"},
		{name: "one that is not kept", flags: accountFlags{State: two, IDInstance: "7107000003"}, err: "apiTokenInstance is not set"},
		{name: "not kept, but set", flags: accountFlags{State: two, IDInstance: "7107000003"}, token: other,
			want: greenapi.Credentials{APIURL: job.DefaultAPIURL, IDInstance: "7107000003", Token: other}},
		{name: "another token", flags: accountFlags{State: one}, token: other,
			want: greenapi.Credentials{APIURL: first.APIURL, IDInstance: testID, Token: other}},
		{name: "a token file", flags: accountFlags{State: one, TokenFile: file}, token: testToken,
			want: greenapi.Credentials{APIURL: first.APIURL, IDInstance: testID, Token: other}},
		{name: "another address", flags: accountFlags{State: one, APIURL: "http://127.0.0.1:8080"},
			want: greenapi.Credentials{APIURL: "http://127.0.0.1:8080", IDInstance: testID, Token: testToken}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := &app{getenv: func(string) string { return test.token }}
			got, err := credentials(a, test.flags)
			if test.err != "" {
				if code, _ := classify(err); code != exitStart || !strings.Contains(a.errorWords(err), test.err) {
					t.Fatalf("%v, want %s", err, test.err)
				}
				return
			}
			if err != nil || got != test.want {
				t.Errorf("%v, %v; want %v", got, err, test.want)
			}
		})
	}
}

func credentials(a *app, flags accountFlags) (greenapi.Credentials, error) {
	from, err := flags.from(a)
	if err != nil {
		return greenapi.Credentials{}, err
	}
	all, err := from.Credentials()
	if len(all) == 0 {
		return greenapi.Credentials{}, err
	}
	return all[0], err
}

func TestKeptFileThatIsDamaged(t *testing.T) {
	state := t.TempDir()
	if err := os.WriteFile(account.Path(state), []byte(`{"accounts":[{"apiTokenInstance":"`+testToken), 0o600); err != nil {
		t.Fatal(err)
	}
	a := &app{getenv: func(string) string { return "" }}
	_, err := credentials(a, accountFlags{State: state})
	if err == nil || !strings.Contains(a.errorWords(err), "run contactcast login again") || strings.Contains(a.errorWords(err)+err.Error(), testToken) {
		t.Errorf("%v", err)
	}
}
