package greenapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
)

// assertNoToken looks for the token in every way in which an error, or anything in its chain, can be shown.
func assertNoToken(t testing.TB, err error) {
	t.Helper()
	if err == nil {
		return
	}
	shown := fmt.Sprintf("%v %+v %#v %s", err, err, err, err)
	if b, jerr := json.Marshal(err); jerr == nil {
		shown += string(b)
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Error("failed", "err", err)
	if leaks(shown + log.String()) {
		t.Errorf("the token shows in %s", shown)
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		assertNoToken(t, e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			assertNoToken(t, inner)
		}
	}
}

// leaks looks for any twelve characters of the token in a row, in any case and encoding.
func leaks(shown string) bool {
	shown = strings.ToLower(strings.ReplaceAll(shown, "%25", "%"))
	for i := 0; i+12 <= len(testToken); i++ {
		part := testToken[i : i+12]
		for _, form := range []string{part, percentEncoded(part), jsonEscaped(part)} {
			if strings.Contains(shown, strings.ToLower(form)) {
				return true
			}
		}
	}
	return false
}

// echoes are ways in which a server may give the token back.
var echoes = map[string]string{
	"path":            "/waInstance1101000001/sendContact/" + testToken,
	"upper case":      strings.ToUpper(testToken),
	"percent-encoded": percentEncoded(testToken),
	"encoded twice":   strings.ReplaceAll(percentEncoded(testToken), "%", "%25"),
	"JSON escapes":    jsonEscaped(testToken),
	"many times":      strings.Repeat(testToken, 100),
	"at the bound":    strings.Repeat("x", maxBodyText-20) + testToken,
}

func percentEncoded(s string) (out string) {
	for _, c := range []byte(s) {
		out += fmt.Sprintf("%%%02X", c)
	}
	return out
}

func jsonEscaped(s string) (out string) {
	for _, c := range []byte(s) {
		out += fmt.Sprintf(`\u%04x`, c)
	}
	return out
}

func TestTokenEchoedByTheServerIsNotShown(t *testing.T) {
	for name, echo := range echoes {
		t.Run(name, func(t *testing.T) {
			for _, status := range []int{200, 201, 301, 307, 400, 401, 404, 466, 500, 502} {
				c := serve(t, func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Location", "/elsewhere/"+testToken)
					w.Header().Set("Retry-After", testToken)
					w.WriteHeader(status)
					fmt.Fprintf(w, "<html>no such page: %s</html>", echo)
				}, Options{})
				_, err := c.SendContact(context.Background(), theCard)
				if err == nil {
					t.Fatalf("%d: no error", status)
				}
				assertNoToken(t, err)
				_, err = c.LastOutgoingMessages(context.Background(), 5)
				assertNoToken(t, err)
			}
		})
	}
}

func TestErrorsInsideAChainAreCleaned(t *testing.T) {
	s := newScrubber(testToken)
	leaky := errors.Join(errors.New("plain"), fmt.Errorf("outer: %w", &hiding{errors.New("GET /x/" + testToken)}))
	got := s.error(leaky)
	assertNoToken(t, got)
	if got.Error() != leaky.Error() {
		t.Errorf("got %q, want the clean text %q", got, leaky)
	}
	if harmless := fmt.Errorf("outer: %w", context.Canceled); s.error(harmless) != harmless {
		t.Error("an error without the token was replaced")
	}
}

// hiding keeps its cause out of its text.
type hiding struct{ cause error }

func (*hiding) Error() string   { return "hiding" }
func (h *hiding) Unwrap() error { return h.cause }

func TestAccountAndClientNeverShowTheToken(t *testing.T) {
	a := Credentials{APIURL: "https://api.greenapi.com", IDInstance: "1101000001", Token: testToken}
	c := client(t, a.APIURL, Options{})
	shown := fmt.Sprintf("%v %+v %#v %s %q %d %v %+v %v", a, a, a, a, a, a, &a, []Credentials{a}, map[string]Credentials{"a": a})
	shown += fmt.Sprintf("%v %+v %#v %s %d", c, c, c, c, c)
	shown += fmt.Sprintf("%+v %#v", struct{ Account Credentials }{a}, struct{ Client *Client }{c})
	b, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "account", a, "client", c)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "account", a, "pointer", &a)
	if shown += string(b) + log.String(); leaks(shown) {
		t.Errorf("the token shows in %s", shown)
	}
	if want := `{"apiUrl":"https://api.greenapi.com","idInstance":"1101000001"}`; string(b) != want {
		t.Errorf("JSON is %s, want %s", b, want)
	}
}
