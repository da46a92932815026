package sandbox_test

import (
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"contactcast/sender/sandbox"
)

// Several accounts have an address in common, and nothing else.
func TestAccounts(t *testing.T) {
	dir := t.TempDir()
	options := func(id string) sandbox.Options {
		return sandbox.Options{IDInstance: id, Token: "token-" + id, Delay: -1, Seed: 1, Memory: filepath.Join(dir, id)}
	}
	s, err := sandbox.ServeAccounts("127.0.0.1:0", options("1"), options("2"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	post := func(id, token, chat string) (int, string) {
		return ask(t, http.MethodPost, s.URL()+"/waInstance"+id+"/sendContact/"+token,
			`{"chatId":"`+chat+`","contact":{"phoneContact":79010000000,"firstName":"Anna"}}`)
	}
	_, first := post("1", "token-1", "79000000001@c.us")
	_, second := post("2", "token-2", "79000000001@c.us")
	if first == second {
		t.Errorf("two accounts gave the same answer, %s", first)
	}
	post("2", "token-2", "79000000002@c.us")
	for id, want := range map[string]int{"1": 1, "2": 2} {
		if got := len(s.Accounts().Of(id).Record()); got != want {
			t.Errorf("account %s accepted %d messages, want %d", id, got, want)
		}
		kept, err := sandbox.ReadMemory(filepath.Join(dir, id))
		if err != nil || len(kept) != want {
			t.Errorf("account %s keeps %d messages, %v; want %d", id, len(kept), err, want)
		}
	}
	if code, _ := post("2", "token-1", "79000000003@c.us"); code != http.StatusUnauthorized {
		t.Errorf("with another's token: %d", code)
	}
	if code, _ := post("3", "token-1", "79000000003@c.us"); code != http.StatusForbidden {
		t.Errorf("for no account: %d", code)
	}
	if code, body := ask(t, http.MethodPost, s.URL()+"/sandbox/2/state", `{"stateInstance":"blocked"}`); code != http.StatusOK {
		t.Errorf("set the state: %d %s", code, body)
	}
	if one, two := s.Accounts().All()[0].State(), s.Accounts().All()[1].State(); one != sandbox.StateAuthorized || two != sandbox.StateBlocked {
		t.Errorf("the states are %s and %s", one, two)
	}
}

// Limits are each account's own: so many requests a second would be too many for one.
func TestAccountsHaveLimitsOfTheirOwn(t *testing.T) {
	a, err := sandbox.OpenAccounts(sandbox.Options{IDInstance: "1", Seed: 1}, sandbox.Options{IDInstance: "2", Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	refused := map[string]int{}
	for range 51 {
		for _, id := range []string{"1", "2"} {
			r, err := http.NewRequest(http.MethodPost, "http://localhost/waInstance"+id+"/sendContact/token",
				strings.NewReader(`{"chatId":"79000000001@c.us","contact":{"phoneContact":79010000000,"firstName":"Anna"}}`))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			answer, err := a.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			if answer.StatusCode == http.StatusTooManyRequests {
				refused[id]++
			}
		}
	}
	if refused["1"] != 1 || refused["2"] != 1 {
		t.Errorf("of 51 requests each, %v were refused, want the last of each", refused)
	}
}

func TestAccountsMustDiffer(t *testing.T) {
	for _, options := range [][]sandbox.Options{{}, {{}}, {{IDInstance: "1"}, {IDInstance: "1"}}} {
		if a, err := sandbox.OpenAccounts(options...); err == nil {
			_ = a.Close()
			t.Errorf("%d options: opened", len(options))
		}
	}
}

func ask(t *testing.T, verb, url, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(verb, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}
