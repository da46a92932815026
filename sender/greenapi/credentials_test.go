package greenapi

import (
	"strings"
	"testing"

	"contactcast/internal/words"
)

func TestAccountNormalize(t *testing.T) {
	good := []struct{ in, want string }{
		{"https://api.greenapi.com", "https://api.greenapi.com"},
		{" https://7103.api.greenapi.com/ \n", "https://7103.api.greenapi.com"},
		{"https://api.greenapi.com//", "https://api.greenapi.com"},
		{"HTTPS://API.GreenAPI.com", "https://api.greenapi.com"},
		{"https://3100.api.green-api.com/v3", "https://3100.api.green-api.com/v3"},
		{"https://api.greenapi.com/waInstance1101000001/sendContact/" + testToken, "https://api.greenapi.com"},
		{"https://proxy.example/a%2Fb/waInstance{{idInstance}}?x", "https://proxy.example/a%2Fb"},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"http://[::1]:8080/", "http://[::1]:8080"},
	}
	for _, test := range good {
		got, err := Credentials{APIURL: test.in, IDInstance: " 1101000001\n", Token: "\t" + testToken + "\r\n"}.Normalize()
		if err != nil || got.APIURL != test.want || got.IDInstance != "1101000001" || got.Token != testToken {
			t.Errorf("%q: %v, %v; want %s", test.in, got, err, test.want)
		}
		if again, err := got.Normalize(); err != nil || again != got {
			t.Errorf("%q: normalised twice: %v, %v", test.in, again, err)
		}
	}
	const host = "https://api.greenapi.com"
	bad := []struct{ url, id, token, want string }{
		{"", "1", testToken, "apiUrl is missing"},
		{"api.greenapi.com", "1", testToken, "must begin with https://"},
		{"localhost:8080", "1", testToken, "must begin with https://"},
		{"ftp://api.greenapi.com", "1", testToken, "must begin with https://"},
		{"https://%zz/" + testToken, "1", testToken, "must begin with https://"},
		{"https:///x", "1", testToken, "names no host"},
		{"https://:443", "1", testToken, "names no host"},
		{"https://user:" + testToken + "@host", "1", testToken, "must hold a host only"},
		{host + "?token=" + testToken, "1", testToken, "must hold a host only"},
		{host + "#" + testToken, "1", testToken, "must hold a host only"},
		{host, "", testToken, "idInstance must be 1 to 12 digits"},
		{host, "1234567890123", testToken, "idInstance must be 1 to 12 digits"},
		{host, "waInstance1101", testToken, "idInstance must be 1 to 12 digits"},
		{host, "١١٠١", testToken, "idInstance must be 1 to 12 digits"},
		{host, testToken, "1101000001", "idInstance must be 1 to 12 digits"},
		{host, "1", "", "apiTokenInstance is missing"},
		{host, "1", `"` + testToken + `"`, "characters that no token has"},
		{host, "1", testToken + "/../x", "characters that no token has"},
		{host, "1", testToken + "с", "characters that no token has"},
		{host, "1", "d75b3a6", "8 to 256 characters"},
		{host, "1", strings.Repeat(testToken, 6), "8 to 256 characters"},
	}
	for _, test := range bad {
		_, err := New(Credentials{test.url, test.id, test.token}, Options{})
		if err == nil || !strings.Contains(words.English().Sentence(words.Of(err)), test.want) {
			t.Errorf("%q %q: %v, want %q", test.url, test.id, err, test.want)
		}
		assertNoToken(t, err)
	}
}

func TestUnencrypted(t *testing.T) {
	tests := map[string]bool{
		"https://api.greenapi.com": false,
		"http://api.greenapi.com":  true,
		"http://10.0.0.1:8080":     true,
		"http://127.0.0.1:8080":    false,
		"http://[::1]":             false,
		"http://localhost:1":       false,
		"nonsense":                 false,
	}
	for apiURL, want := range tests {
		if got := (Credentials{APIURL: apiURL}).Unencrypted(); got != want {
			t.Errorf("%s: %v, want %v", apiURL, got, want)
		}
	}
}

func TestBaseWithAPath(t *testing.T) {
	for base, want := range map[string]string{
		"https://h":          "https://h/waInstance1101000001/sendContact/" + testToken,
		"https://h/v3/":      "https://h/v3/waInstance1101000001/sendContact/" + testToken,
		"https://h/a%2Fb/v3": "https://h/a%2Fb/v3/waInstance1101000001/sendContact/" + testToken,
	} {
		if got := client(t, base, Options{}).request(t.Context(), call{verb: "POST", method: "sendContact"}).URL.String(); got != want {
			t.Errorf("%s: %s, want %s", base, got, want)
		}
	}
}
