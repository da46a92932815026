package cli

import (
	"context"
	"strings"
	"unicode"

	"github.com/alecthomas/kong"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// accountFlags say which account is meant and where its ledger is kept.
type accountFlags struct {
	APIURL     string   `name:"api-url" env:"GREENAPI_URL" placeholder:"URL" group:"Account:" help:"apiUrl from GREEN-API's console (what login kept, else ${api_url})."`
	Account    []string `env:"CONTACTCAST_ACCOUNT" completion-predictor:"accounts" placeholder:"NAME" group:"Account:" help:"The account that login kept under this name, or of this idInstance (the only one). Repeatable; all means all of them."`
	IDInstance string   `name:"id-instance" env:"GREENAPI_ID_INSTANCE" placeholder:"N" group:"Account:" help:"idInstance from GREEN-API's console, of an account that is not kept."`
	TokenFile  string   `type:"path" placeholder:"FILE" group:"Account:" help:"File that holds apiTokenInstance; else GREENAPI_API_TOKEN_INSTANCE holds it, else login kept it. There is no token flag, since flags show in ps."`
	Sandbox    bool     `group:"Account:" help:"Use a simulated account inside this process. Its memory is kept, so resuming can be tried too."`
	State      string   `env:"CONTACTCAST_STATE" placeholder:"DIR" group:"Account:" help:"Folder of the ledger and the accounts (${state_default})."`
	Ledger     string   `env:"CONTACTCAST_LEDGER" placeholder:"FILE" group:"Account:" help:"The ledger, which knows who got what (ledger.db in the state folder); or postgres://USER@HOST/DATABASE, which a team shares. Trials have one of their own."`

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

// from is the account that flags and environment name. Whoever names an account that is kept
// gets that one, whatever else the environment says: a list sent from the wrong number cannot
// be taken back.
func (f *accountFlags) from(a *app) (job.From, error) {
	from := job.From{State: expanded(f.State), Ledger: expanded(f.Ledger), Accounts: f.Account, IDInstance: f.IDInstance, APIURL: f.APIURL,
		Token: a.getenv(tokenVariable), TokenFile: f.TokenFile, Sandbox: f.Sandbox}
	if f.Sandbox {
		trial := job.From{State: from.State, Sandbox: true}
		if f.typed["account"] { // the environment's is the real one
			trial.Accounts = f.Account
		}
		return trial, nil
	}
	if len(f.Account) > 0 && f.IDInstance != "" {
		switch {
		case f.typed["account"] == f.typed["id-instance"]:
			return from, misused("cli/two-accounts")
		case f.typed["account"]:
			from.IDInstance = ""
		default:
			from.Accounts = nil
		}
	}
	if len(from.Accounts) > 0 {
		from.Token = ""
		if !f.typed["api-url"] {
			from.APIURL = ""
		}
	}
	return from, nil
}

// chosen is the account of a command that uses it: where several are kept, none was named, and
// somebody is there to answer, they are asked.
func (f *accountFlags) chosen(ctx context.Context, a *app) (job.From, error) {
	from, err := f.from(a)
	if err != nil || f.Sandbox {
		return from, err
	}
	if names := from.Choices(); a.terminal && len(names) > 0 {
		var answer string
		answer, err = a.prompt(ctx)(a.text("cli/which-account", "names", strings.Join(names, ", ")), false)
		f.Account = strings.FieldsFunc(answer, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
		if len(f.Account) == 0 {
			return from, &startError{code: "credentials", reason: words.New("cli/no-account")}
		}
		if err == nil {
			from, err = f.from(a)
		}
	}
	if err != nil {
		return from, err
	}
	known, err := from.Credentials() // the commonest mistake, told first
	if len(known) > 0 {
		a.typed.token = known[0].Token
	}
	return from, err
}

// expanded is a folder's or a file's name with its ~ replaced. kong's type:"path" would make the present folder of an empty variable.
func expanded(dir string) string {
	if dir == "" || strings.Contains(dir, "://") {
		return dir
	}
	return kong.ExpandPath(dir)
}
