package greenapi

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"regexp"
	"strings"

	"contactcast/internal/words"
)

// Credentials says which instance to use and how to prove that it is ours.
// Printing, logging or marshalling an Credentials never shows the token. (fmt can't ask a value in another struct's
// unexported field how it wants to be shown, so keep an Credentials in exported fields or in variables.)
type Credentials struct {
	// APIURL is the instance's apiUrl as the console shows it, such as https://7103.api.greenapi.com.
	APIURL string
	// IDInstance is the instance's number, 1 to 12 digits.
	IDInstance string
	// Token is the instance's apiTokenInstance. It is a password.
	Token string
}

var (
	idInstancePattern = regexp.MustCompile(`^[0-9]{1,12}$`)
	tokenPattern      = regexp.MustCompile(`^[A-Za-z0-9._~-]+$`)
	methodTail        = regexp.MustCompile(`(?i)/waInstance.*$`)
)

// Real tokens have 50 characters. One shorter than minToken could be an ordinary word, and hiding it would garble answers.
const minToken, maxToken = 8, 256

// AccountError says which value of an account is wrong, without showing it.
type AccountError struct {
	Code words.Code
}

// Error gives the code, for programmers.
func (e *AccountError) Error() string { return string(e.Code) }

// Fact says what is wrong, for people.
func (e *AccountError) Fact() words.Fact {
	return words.New(e.Code, "least", minToken, "most", maxToken)
}

// Normalize returns the account as it will be used: blanks around the values removed, a slash or a pasted
// "/waInstance..." at the URL's end cut off. The error says which value is wrong and what to do, without showing it.
func (a Credentials) Normalize() (Credentials, error) {
	a.IDInstance = strings.TrimSpace(a.IDInstance)
	a.Token = strings.TrimSpace(a.Token)
	if !idInstancePattern.MatchString(a.IDInstance) {
		return Credentials{}, &AccountError{"account/id-instance"}
	}
	if err := checkToken(a.Token); err != nil {
		return Credentials{}, err
	}
	base, err := parseBase(a.APIURL)
	if err != nil {
		return Credentials{}, err
	}
	a.APIURL = base.String()
	return a, nil
}

func checkToken(token string) error {
	switch {
	case token == "":
		return &AccountError{"account/no-token"}
	case !tokenPattern.MatchString(token):
		return &AccountError{"account/token-characters"}
	case len(token) < minToken || len(token) > maxToken:
		return &AccountError{"account/token-length"}
	}
	return nil
}

// parseBase reads an apiUrl. Its errors never show the value: people paste whole request URLs, token included.
func parseBase(apiURL string) (*url.URL, error) {
	text := methodTail.ReplaceAllString(strings.TrimSpace(apiURL), "")
	text = strings.TrimRight(text, "/")
	u, err := url.Parse(text)
	switch {
	case text == "":
		return nil, &AccountError{"account/no-url"}
	case err != nil || u.Scheme != "https" && u.Scheme != "http":
		return nil, &AccountError{"account/url-scheme"}
	case u.Hostname() == "":
		return nil, &AccountError{"account/url-host"}
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, &AccountError{"account/url-more"}
	}
	return &url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host), Path: u.Path, RawPath: u.RawPath}, nil
}

// Unencrypted reports whether the token would travel readable by others: plain http to another machine.
func (a Credentials) Unencrypted() bool {
	u, err := parseBase(a.APIURL)
	if err != nil || u.Scheme == "https" || u.Hostname() == "localhost" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return ip == nil || !ip.IsLoopback()
}

// String names the account without its token.
func (a Credentials) String() string { return "instance " + a.IDInstance + " at " + a.APIURL }

// GoString is String: %#v shows no token either.
func (a Credentials) GoString() string { return a.String() }

// Format writes String whatever the verb.
func (a Credentials) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, a.String()) }

// MarshalJSON leaves the token out.
func (a Credentials) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		APIURL     string `json:"apiUrl"`
		IDInstance string `json:"idInstance"`
	}{a.APIURL, a.IDInstance})
}

// LogValue leaves the token out.
func (a Credentials) LogValue() slog.Value {
	return slog.GroupValue(slog.String("apiUrl", a.APIURL), slog.String("idInstance", a.IDInstance))
}
