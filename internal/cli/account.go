package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"contactcast/internal/account"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// accountFlags say which account is meant and where its ledger is kept.
type accountFlags struct {
	APIURL     string `name:"api-url" env:"GREENAPI_URL" placeholder:"URL" group:"Account:" help:"apiUrl from GREEN-API's console (what login kept, else ${api_url})."`
	Account    string `env:"CONTACTCAST_ACCOUNT" placeholder:"NAME" group:"Account:" help:"The account that login kept under this name, or of this idInstance (the only one)."`
	IDInstance string `name:"id-instance" env:"GREENAPI_ID_INSTANCE" placeholder:"N" group:"Account:" help:"idInstance from GREEN-API's console, of an account that is not kept."`
	TokenFile  string `type:"path" placeholder:"FILE" group:"Account:" help:"File that holds apiTokenInstance; else GREENAPI_API_TOKEN_INSTANCE holds it, else login kept it. There is no token flag, since flags show in ps."`
	Sandbox    bool   `group:"Account:" help:"Use a simulated account inside this process. Its memory is kept, so resuming can be tried too."`
	State      string `env:"CONTACTCAST_STATE" placeholder:"DIR" group:"Account:" help:"Folder of the ledgers (${state_default})."`

	typed map[string]bool // names of the flags that stand on the command line, not in the environment
}

// AfterApply notes which flags were typed; kong calls it.
func (f *accountFlags) AfterApply(k *kong.Context) error {
	f.typed = map[string]bool{}
	for _, p := range k.Path {
		if p.Flag != nil {
			f.typed[p.Flag.Name] = true
		}
	}
	return nil
}

const (
	tokenVariable = "GREENAPI_API_TOKEN_INSTANCE"
	defaultAPIURL = "https://api.greenapi.com"
)

// complete sets what no flag and no variable sets to what login kept, and returns the token
// kept. Whoever names an account that is kept gets that one, whatever else the environment
// says: a list sent from the wrong number cannot be taken back.
func (f *accountFlags) complete() (token string, err error) {
	if f.Sandbox {
		return "", nil
	}
	if f.Account != "" && f.IDInstance != "" {
		switch {
		case f.typed["account"] == f.typed["id-instance"]:
			return "", &startError{"usage", errors.New("--account and --id-instance (CONTACTCAST_ACCOUNT, GREENAPI_ID_INSTANCE) both name an account: leave one out")}
		case f.typed["account"]:
			f.IDInstance = ""
		default:
			f.Account = ""
		}
	}
	dir, err := f.stateFolder()
	if err != nil {
		return "", err
	}
	kept, err := readAccounts(dir)
	if err != nil {
		return "", err
	}
	chosen, err := f.choose(kept)
	if err != nil {
		return "", err
	}
	f.IDInstance = cmp.Or(f.IDInstance, chosen.IDInstance)
	if f.Account != "" && !f.typed["api-url"] {
		f.APIURL = chosen.APIURL
	}
	f.APIURL = cmp.Or(f.APIURL, chosen.APIURL, defaultAPIURL)
	return chosen.Token, nil
}

// choose finds the account that is meant among those kept; the zero value if it is not kept.
func (f *accountFlags) choose(kept account.List) (account.Kept, error) {
	switch {
	case f.Account != "" && len(kept) == 0:
		return account.Kept{}, &startError{"credentials", fmt.Errorf("no account is kept: contactcast login %s keeps one under this name", quoted(f.Account))}
	case f.Account != "":
		chosen, err := kept.Find(f.Account)
		var none *account.NotKeptError
		if errors.As(err, &none) {
			err = &startError{"credentials", fmt.Errorf("no account is kept under the name %s: there is %s", quoted(f.Account), strings.Join(none.Known, ", "))}
		}
		return chosen, err
	case f.IDInstance != "":
		for _, k := range kept {
			if k.IDInstance == f.IDInstance {
				return k, nil
			}
		}
		return account.Kept{}, nil
	}
	chosen, err := kept.Only()
	if err != nil {
		err = &startError{"credentials", fmt.Errorf("%w: choose one with --account or CONTACTCAST_ACCOUNT", err)}
	}
	return chosen, err
}

// credentials reads the account. An error says which setting is missing and where it is found.
func (f *accountFlags) credentials(getenv func(string) string) (greenapi.Account, error) {
	keptToken, err := f.complete()
	if err != nil {
		return greenapi.Account{}, err
	}
	token := cmp.Or(getenv(tokenVariable), keptToken)
	if f.Account != "" {
		token = keptToken
	}
	if f.TokenFile != "" {
		if token, err = readToken(f.TokenFile); err != nil {
			return greenapi.Account{}, err
		}
	}
	switch {
	case f.IDInstance == "":
		return greenapi.Account{}, f.missingID()
	case token == "":
		return greenapi.Account{}, f.missing("apiTokenInstance", tokenVariable+" or --token-file")
	}
	account, err := greenapi.Account{APIURL: f.APIURL, IDInstance: f.IDInstance, Token: token}.Normalize()
	if err != nil {
		return greenapi.Account{}, &startError{"credentials", fmt.Errorf("%w (%s)", err, settings)}
	}
	return account, nil
}

// readToken reads a file that holds a token and nothing else.
func readToken(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", &startError{"credentials", fmt.Errorf("the token file cannot be read: %w", err)}
	}
	token := strings.TrimSpace(strings.TrimPrefix(string(b), "\uFEFF")) // some editors write a byte order mark
	if token == "" {
		return "", &startError{"credentials", fmt.Errorf("the token file %s is empty: it is to hold apiTokenInstance %s", path, inConsole)}
	}
	return token, nil
}

// What to know of the settings when one of them is wrong.
const (
	inConsole = "from the instance's page in GREEN-API's console, https://console.green-api.com"
	settings  = "idInstance is given as GREENAPI_ID_INSTANCE or --id-instance, apiTokenInstance as " + tokenVariable +
		" or --token-file, apiUrl as GREENAPI_URL or --api-url, and all of them by contactcast login"
)

// account reads the credentials and tells where the ledger is. Commands do so before
// anything else: it is the commonest mistake, told first. The sandbox has an account of its own.
func (f *accountFlags) account(ctx context.Context, a *app) (account greenapi.Account, path string, err error) {
	if err := f.ask(ctx, a); err != nil {
		return account, "", err
	}
	if !f.Sandbox {
		if account, err = f.credentials(a.getenv); err != nil {
			return account, "", err
		}
		f.APIURL, a.token = account.APIURL, account.Token
	}
	path, err = f.ledgerPath()
	return account, path, err
}

// ask asks which account is meant where several are kept, none was named, and somebody is there to answer.
func (f *accountFlags) ask(ctx context.Context, a *app) error {
	_, err := f.complete()
	var several *account.SeveralError
	if !a.terminal || !errors.As(err, &several) {
		return nil // an error is told by whoever needs the account
	}
	f.Account, err = questions(ctx, a)(fmt.Sprintf("From which account (%s)? ", strings.Join(several.Names, ", ")), false)
	if err == nil && f.Account == "" {
		err = &startError{"credentials", errors.New("no account was chosen, and nothing was done")}
	}
	return err
}

func (f *accountFlags) missing(what, where string) error {
	login := "contactcast login"
	if f.typed["state"] {
		login += " --state " + quoted(f.State)
	}
	return &startError{"credentials", fmt.Errorf("%s is not set: run %s, or take it %s, "+
		"and give it as %s; or add --sandbox to try without an account", what, login, inConsole, where)}
}

func (f *accountFlags) missingID() error {
	return f.missing("idInstance", "GREENAPI_ID_INSTANCE or --id-instance")
}

// ledgerPath is where the account's ledger is kept. An instance is one account under
// every address of GREEN-API's; elsewhere the host belongs to its name.
func (f *accountFlags) ledgerPath() (string, error) {
	dir, err := f.stateFolder()
	if err != nil {
		return "", err
	}
	if f.Sandbox {
		return filepath.Join(dir, sandboxLedger), nil
	}
	if _, err := f.complete(); err != nil {
		return "", err
	}
	if f.IDInstance == "" {
		return "", f.missingID()
	}
	name, err := f.fileName()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, name+".db"), nil
}

// fileName names the account in the state folder.
func (f *accountFlags) fileName() (string, error) {
	name := f.IDInstance
	u, err := url.Parse(f.APIURL)
	if err != nil || u.Host == "" {
		return "", &startError{"credentials", errors.New("--api-url is not an address: it looks like https://7103.api.greenapi.com")} // not shown: a pasted one may hold the token
	}
	if !ownHost.MatchString(u.Hostname()) {
		name = u.Host + "-" + name
	}
	return unsafeInName.ReplaceAllString(name, "_"), nil
}

// readings is the file that remembers when the account's reading methods were asked; "" in a trial, whose account
// begins with this process.
func (f *accountFlags) readings() string {
	name, err := f.fileName()
	if f.Sandbox || err != nil {
		return ""
	}
	return filepath.Join(f.stateDir(), name+".readings")
}

// trial is where the ledger of trials is kept; "" in a trial.
func (f *accountFlags) trial() string {
	if f.Sandbox {
		return ""
	}
	return filepath.Join(f.stateDir(), sandboxLedger)
}

const sandboxLedger = ledger.Trial

// sharedPath is where the list of opt-outs is kept, for all accounts.
func (f *accountFlags) sharedPath() string {
	name := "account"
	if f.Sandbox {
		name = sandboxLedger
	}
	return ledger.SharedPath(filepath.Join(f.stateDir(), name))
}

var (
	ownHost      = regexp.MustCompile(`(?i)(^|\.)(greenapi\.com|green-api\.com)$`)
	unsafeInName = regexp.MustCompile(`[^A-Za-z0-9.-]+`)
)

func (f *accountFlags) stateDir() string {
	if f.State != "" { // kong's type:"path" would make the present folder of an empty variable
		return kong.ExpandPath(f.State)
	}
	return defaultState(runtime.GOOS, os.Getenv, os.UserHomeDir)
}

// defaultState is where programs keep such files on each system.
func defaultState(system string, getenv func(string) string, home func() (string, error)) string {
	dir, err := home()
	if err != nil {
		dir = "."
	}
	switch {
	case system == "windows" && getenv("LocalAppData") != "":
		return filepath.Join(getenv("LocalAppData"), "contactcast")
	case system == "windows":
		return filepath.Join(dir, "AppData", "Local", "contactcast")
	case system == "darwin":
		return filepath.Join(dir, "Library", "Application Support", "contactcast")
	case getenv("XDG_STATE_HOME") != "":
		return filepath.Join(getenv("XDG_STATE_HOME"), "contactcast")
	}
	return filepath.Join(dir, ".local", "state", "contactcast")
}

// loopback tells whether the API is on this machine.
func loopback(apiURL string) bool {
	u, err := url.Parse(apiURL)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

func (a *app) client(account greenapi.Account, readings string, timeout time.Duration, inFlight int) (*greenapi.Client, error) {
	c, err := greenapi.New(account, greenapi.Options{Timeout: timeout, InFlight: inFlight, Transport: a.transport, Wall: a.wall,
		Readings: readings, Postponed: func(p greenapi.Postponed) {
			if time.Until(p.Until) > 2*time.Second { // a busy API is mostly free in a moment
				a.logWait(ledger.Wait{Text: "the API: " + p.Err.Error(), Until: p.Until})
			}
		}})
	if err != nil {
		return nil, &startError{"credentials", err}
	}
	return c, nil
}

// logWait says what is waited for.
func (a *app) logWait(w ledger.Wait) {
	a.log("waiting: %s%s", w.Text, untilWhen(w.Until))
}

// untilWhen says when a wait ends, or is given up, where that is known.
func untilWhen(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return ", until " + when(t) + " at the latest"
}

var errNoLedger = errors.New("nothing was sent from this account yet")
