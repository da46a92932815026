package cli

import (
	"cmp"
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

	"contactcast/sender/greenapi"
)

// accountFlags say which account is meant and where its ledger is kept.
type accountFlags struct {
	APIURL     string `name:"api-url" env:"GREENAPI_URL" placeholder:"URL" group:"Account:" help:"apiUrl from GREEN-API's console (what login kept, else ${api_url})."`
	IDInstance string `name:"id-instance" env:"GREENAPI_ID_INSTANCE" placeholder:"N" group:"Account:" help:"idInstance from GREEN-API's console (what login kept)."`
	TokenFile  string `type:"path" placeholder:"FILE" group:"Account:" help:"File that holds apiTokenInstance; else GREENAPI_API_TOKEN_INSTANCE holds it, else login kept it. There is no token flag, since flags show in ps."`
	Sandbox    bool   `group:"Account:" help:"Use a simulated account inside this process. Its memory is kept, so resuming can be tried too."`
	State      string `env:"CONTACTCAST_STATE" placeholder:"DIR" group:"Account:" help:"Folder of the ledgers (${state_default})."`
}

const (
	tokenVariable = "GREENAPI_API_TOKEN_INSTANCE"
	defaultAPIURL = "https://api.greenapi.com"
)

// complete sets what no flag and no variable sets to what login kept, and returns the token kept.
func (f *accountFlags) complete() (token string, err error) {
	if f.Sandbox {
		return "", nil
	}
	kept, err := readKept(f.stateDir())
	if err != nil {
		return "", err
	}
	account, err := kept.choose(f.IDInstance)
	if err != nil {
		return "", err
	}
	f.IDInstance = cmp.Or(f.IDInstance, account.IDInstance)
	f.APIURL = cmp.Or(f.APIURL, account.APIURL, defaultAPIURL)
	return account.Token, nil
}

// credentials reads the account. An error says which setting is missing and where it is found.
func (f *accountFlags) credentials(getenv func(string) string) (greenapi.Account, error) {
	keptToken, err := f.complete()
	if err != nil {
		return greenapi.Account{}, err
	}
	token := cmp.Or(getenv(tokenVariable), keptToken)
	if f.TokenFile != "" {
		b, err := os.ReadFile(f.TokenFile)
		if err != nil {
			return greenapi.Account{}, &startError{"credentials", fmt.Errorf("the token file cannot be read: %w", err)}
		}
		if token = strings.TrimSpace(string(b)); token == "" {
			return greenapi.Account{}, &startError{"credentials", fmt.Errorf("the token file %s is empty: it is to hold apiTokenInstance %s", f.TokenFile, inConsole)}
		}
	}
	switch {
	case f.IDInstance == "":
		return greenapi.Account{}, missingID()
	case token == "":
		return greenapi.Account{}, missing("apiTokenInstance", tokenVariable+" or --token-file")
	}
	account, err := greenapi.Account{APIURL: f.APIURL, IDInstance: f.IDInstance, Token: token}.Normalize()
	if err != nil {
		return greenapi.Account{}, &startError{"credentials", fmt.Errorf("%w (%s)", err, settings)}
	}
	return account, nil
}

// What to know of the settings when one of them is wrong.
const (
	inConsole = "from the instance's page in GREEN-API's console, https://console.green-api.com"
	settings  = "idInstance is given as GREENAPI_ID_INSTANCE or --id-instance, apiTokenInstance as " + tokenVariable +
		" or --token-file, apiUrl as GREENAPI_URL or --api-url, and all of them by contactcast login"
)

// account reads the credentials and tells where the ledger is. Commands do so before
// anything else: it is the commonest mistake, told first. The sandbox has an account of its own.
func (f *accountFlags) account(a *app) (account greenapi.Account, path string, err error) {
	if !f.Sandbox {
		if account, err = f.credentials(a.getenv); err != nil {
			return account, "", err
		}
		f.APIURL, a.token = account.APIURL, account.Token
	}
	path, err = f.ledgerPath()
	return account, path, err
}

func missing(what, where string) error {
	return &startError{"credentials", fmt.Errorf("%s is not set: run contactcast login, or take it %s, "+
		"and give it as %s; or add --sandbox to try without an account", what, inConsole, where)}
}

func missingID() error { return missing("idInstance", "GREENAPI_ID_INSTANCE or --id-instance") }

// ledgerPath is where the account's ledger is kept. An instance is one account under
// every address of GREEN-API's; elsewhere the host belongs to its name.
func (f *accountFlags) ledgerPath() (string, error) {
	if f.State == "" && !filepath.IsAbs(f.stateDir()) { // a ledger that depends on the present folder would send again from the next
		return "", &startError{"state", errors.New("there is no home folder to keep the ledger in: choose one with --state or CONTACTCAST_STATE")}
	}
	if f.Sandbox {
		return filepath.Join(f.stateDir(), sandboxLedger), nil
	}
	if _, err := f.complete(); err != nil {
		return "", err
	}
	if f.IDInstance == "" {
		return "", missingID()
	}
	name := f.IDInstance
	u, err := url.Parse(f.APIURL)
	if err != nil || u.Host == "" {
		return "", &startError{"credentials", errors.New("--api-url is not an address: it looks like https://7103.api.greenapi.com")} // not shown: a pasted one may hold the token
	}
	if !ownHost.MatchString(u.Hostname()) {
		name = u.Host + "-" + name
	}
	return filepath.Join(f.stateDir(), unsafeInName.ReplaceAllString(name, "_")+".db"), nil
}

// trial is where the ledger of trials is kept; "" in a trial.
func (f *accountFlags) trial() string {
	if f.Sandbox {
		return ""
	}
	return filepath.Join(f.stateDir(), sandboxLedger)
}

const sandboxLedger = "sandbox.db"

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

func (a *app) client(account greenapi.Account, timeout time.Duration, inFlight int) (*greenapi.Client, error) {
	c, err := greenapi.New(account, greenapi.Options{Timeout: timeout, InFlight: inFlight, Transport: a.transport})
	if err != nil {
		return nil, &startError{"credentials", err}
	}
	return c, nil
}

var errNoLedger = errors.New("nothing was sent from this account yet")
