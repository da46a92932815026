package job

import (
	"cmp"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"contactcast/internal/account"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// DefaultAPIURL is the API's address for instances that have none of their own.
const DefaultAPIURL = "https://api.greenapi.com"

// From says which account is meant, and where it and its ledger are kept. Of an account that
// login kept, what is not said is as it was kept.
type From struct {
	// State is the folder of the ledger and the accounts; "" is DefaultState.
	State string
	// Ledger is the ledger's file, or the address of a PostgreSQL database, without a password; "" is the file in the
	// state folder. Trials have one of their own.
	Ledger string
	// Accounts name those that login kept, by their names or idInstances, or AllAccounts; none is the only
	// one. In the sandbox they name simulated accounts, any that one likes; none is one without a name.
	Accounts []string
	// IDInstance, APIURL and Token are an account that is not kept.
	IDInstance, APIURL, Token string
	// TokenFile is a file that holds the token, or "".
	TokenFile string
	// Sandbox has the accounts simulated inside this process. Their memory is kept.
	Sandbox bool
}

// instance is the account that is meant, as far as it is known without asking the API.
type instance struct {
	greenapi.Credentials
	name    string // under which it is kept; "" if it is not
	dir     string // the state folder
	ledger  string // the ledger's file or address
	sandbox bool
}

// namesOf are the accounts' names; of one without, its idInstance.
func namesOf(all []instance) []string {
	names := make([]string, len(all))
	for i, in := range all {
		names[i] = cmp.Or(in.name, in.IDInstance)
	}
	return names
}

// credentials finds the accounts with all that is needed to ask the API. Of the sandbox it knows
// only where they are kept.
func (f From) credentials() (all []instance, err error) {
	if all, err = f.findAll(); err != nil || f.Sandbox {
		return all, err
	}
	if f.TokenFile != "" && len(all) > 1 {
		return nil, refuse("credentials/one-token", "names", strings.Join(namesOf(all), ", "))
	}
	for i := range all {
		if all[i], err = f.complete(all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// complete refuses an account that lacks something.
func (f From) complete(in instance) (_ instance, err error) {
	if f.TokenFile != "" {
		if in.Token, err = ReadToken(f.TokenFile); err != nil {
			return in, err
		}
	}
	switch {
	case in.IDInstance == "":
		return in, refuse("credentials/no-id")
	case in.Token == "":
		return in, refuse("credentials/no-token")
	}
	if in.Credentials, err = in.Normalize(); err != nil {
		return in, refuseFor(err, "credentials/malformed")
	}
	return in, nil
}

// Choices returns the names of the accounts kept, if there are several and none is named: somebody has to choose.
func (f From) Choices() []string {
	_, err := f.findAll()
	if several, ok := errors.AsType[*account.SeveralError](err); ok {
		return several.Names
	}
	return nil // an error is told by whoever needs the account
}

// ReadToken reads a file that holds a token and nothing else.
func ReadToken(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", refuseFor(err, "credentials/token-file")
	}
	token := strings.TrimSpace(strings.TrimPrefix(string(b), "\uFEFF")) // some editors write a byte order mark
	if token == "" {
		return "", refuse("credentials/token-empty", "file", path)
	}
	return token, nil
}

// readAccounts reads what login kept.
func readAccounts(dir string) (account.List, error) {
	kept, err := account.Read(dir)
	var unread *fs.PathError
	switch {
	case errors.As(err, &unread):
		return nil, badState(unread)
	case err != nil:
		return nil, refuseFor(err, "credentials/damaged")
	}
	return kept, nil
}

// sandboxName is what the sandbox's own ledger is called.
const sandboxName = "sandbox"

var (
	ownHost      = regexp.MustCompile(`(?i)(^|\.)(greenapi\.com|green-api\.com)$`)
	unsafeInName = regexp.MustCompile(`[^A-Za-z0-9.-]+`)
)

// key names the account in the ledger, and its files in the state folder. An instance is one account under every
// address of GREEN-API's; elsewhere the host belongs to its name.
func (in instance) key() (string, error) {
	switch {
	case in.sandbox && in.name != "":
		return sandboxName + "-" + strings.ToLower(in.name), nil
	case in.sandbox:
		return sandboxName, nil
	case in.IDInstance == "":
		return "", refuse("credentials/no-id")
	}
	name := in.IDInstance
	u, err := url.Parse(in.APIURL)
	if err != nil || u.Host == "" {
		return "", refuse("credentials/no-address") // not shown: a pasted one may hold the token
	}
	if !ownHost.MatchString(u.Hostname()) {
		name = u.Host + "-" + name
	}
	return unsafeInName.ReplaceAllString(name, "_"), nil
}

// ledgerIn is where the ledger is kept, beside what else the state folder holds.
func (f From) ledgerIn(dir string) string {
	switch {
	case f.Sandbox:
		return filepath.Join(dir, ledger.Trial)
	case f.Ledger != "":
		return f.Ledger
	}
	return filepath.Join(dir, ledger.Name)
}

// ledgerPath is where the ledger is kept, whichever account is meant.
func (f From) ledgerPath() (string, error) {
	switch {
	case !f.Sandbox && ledger.IsURL(f.Ledger):
		return f.Ledger, nil
	case strings.Contains(f.Ledger, "://"):
		return "", refuse("options/ledger", "ledger", f.Ledger)
	}
	dir, err := f.state()
	if err != nil {
		return "", err
	}
	return filepath.Abs(f.ledgerIn(dir))
}

// readings is the file that remembers when the account's reading methods were asked; "" in a
// trial, whose account begins with this process.
func (in instance) readings() string {
	name, err := in.key()
	if in.sandbox || err != nil {
		return ""
	}
	return filepath.Join(in.dir, name+".readings")
}

// trials is where the ledger of trials is kept; "" in a trial.
func (in instance) trials() string {
	if in.sandbox {
		return ""
	}
	return filepath.Join(in.dir, ledger.Trial)
}

// loopback reports whether the API is on this machine.
func (in instance) loopback() bool {
	u, err := url.Parse(in.APIURL)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// Credentials returns the accounts that are meant, or a *Refusal that says what is missing. Of the
// sandbox, whose accounts begin with a verb, it returns nothing.
func (f From) Credentials() ([]greenapi.Credentials, error) {
	all, err := f.credentials()
	var accounts []greenapi.Credentials
	for _, in := range all {
		if !in.sandbox {
			accounts = append(accounts, in.Credentials)
		}
	}
	return accounts, err
}
