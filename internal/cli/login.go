package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"contactcast/internal/job"
)

type loginCmd struct {
	Name       string `arg:"" optional:"" placeholder:"NAME" help:"A name of your own for the account, for --account (its idInstance)."`
	APIURL     string `name:"api-url" env:"GREENAPI_URL" placeholder:"URL" help:"apiUrl; asked for if left out."`
	IDInstance string `name:"id-instance" env:"GREENAPI_ID_INSTANCE" placeholder:"N" help:"idInstance; asked for if left out."`
	TokenFile  string `type:"path" placeholder:"FILE" help:"File that holds apiTokenInstance. With it and --id-instance nothing is asked."`
	Offline    bool   `help:"Keep the account without trying it."`
	State      string `env:"CONTACTCAST_STATE" placeholder:"DIR" help:"Folder to keep the account in (${state_default})."`
}

type logoutCmd struct {
	Name  string `arg:"" completion-predictor:"account" placeholder:"NAME" help:"The account, by its name or idInstance."`
	State string `env:"CONTACTCAST_STATE" placeholder:"DIR" help:"Folder in which the account is kept (${state_default})."`
}

const loginGuide = `Open the instance in GREEN-API's console, https://console.green-api.com:
its page shows the three values that are asked for here.`

// Run is `contactcast login`.
func (c *loginCmd) Run(ctx context.Context, a *app) error {
	if err := job.CheckAccountName(c.Name); err != nil {
		return err
	}
	if c.TokenFile != "" {
		return c.login(ctx, a, c.scripted())
	}
	if !a.terminal {
		return &startError{"no-terminal", errors.New("login asks questions, and there is no terminal to ask on: " +
			"give it --id-instance, --token-file and --api-url; or, without keeping the account, set GREENAPI_ID_INSTANCE, GREENAPI_URL and " + tokenVariable)}
	}
	fmt.Fprintln(a.err, loginGuide)
	return c.login(ctx, a, a.prompt(ctx))
}

// Run is `contactcast logout`. The account's history stays in its ledger.
func (c *logoutCmd) Run(a *app) error {
	r, err := job.Logout(job.LogoutOptions{State: expanded(c.State), Name: c.Name})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s is forgotten; what was sent from instance %s stays in its ledger\n", r.Name, r.IDInstance)
	return nil
}

// scripted answers from the flags.
func (c *loginCmd) scripted() asker {
	return func(_ string, hidden bool) (string, error) {
		if !hidden {
			return "", nil // what is offered is taken
		}
		return job.ReadToken(c.TokenFile)
	}
}

func (c *loginCmd) login(ctx context.Context, a *app, ask asker) error {
	o := job.LoginOptions{State: expanded(c.State), Name: c.Name, Offline: c.Offline, Tell: a.tell, Hooks: a.hooks}
	if err := c.answers(&o, ask); err != nil {
		if errors.Is(err, io.EOF) {
			err = &startError{"login", errors.New("no answer; nothing was kept")}
		}
		return err
	}
	r, err := job.Login(ctx, o)
	if err != nil {
		return fmt.Errorf("%w; nothing was kept", a.worded(err))
	}
	fmt.Fprintf(a.out, "%s\nkept as %s in %s, which only you can read\n", a.triedWords(r), r.Name, r.Path)
	if r.Others > 0 {
		fmt.Fprintf(a.out, "several accounts are kept: --account %s chooses this one\n", r.Name)
	}
	if a.getenv(tokenVariable) != "" {
		fmt.Fprintf(a.out, "%s is set and overrides what is kept, unless --account names it\n", tokenVariable)
	}
	return nil
}

// triedWords say what the API said of the account.
func (a *app) triedWords(r *job.LoginResult) string {
	switch {
	case !r.Tried:
		return fmt.Sprintf("instance %s was not tried", r.IDInstance)
	case r.Trouble != nil:
		return fmt.Sprintf("instance %s: %s", r.IDInstance, a.sentence(r.Trouble.Fact()))
	}
	return fmt.Sprintf("instance %s is authorized as %s", r.IDInstance, phoneWords(r.Phone))
}

// answers asks for the account and offers what is known of it.
func (c *loginCmd) answers(o *job.LoginOptions, ask asker) (err error) {
	kept, err := job.Accounts(o.State)
	if err != nil {
		return err
	}
	if o.IDInstance, err = offer(ask, "idInstance", c.IDInstance); err != nil {
		return err
	}
	if o.Token, err = ask("apiTokenInstance (not shown): ", true); err != nil {
		return err
	}
	offered := c.APIURL
	if offered == "" {
		offered = job.DefaultAPIURL
		if before, err := kept.Find(o.IDInstance); err == nil {
			offered = before.APIURL
		}
	}
	o.APIURL, err = offer(ask, "apiUrl", offered)
	return err
}

func offer(ask asker, name, answer string) (string, error) {
	question := name + ": "
	if answer != "" {
		question = fmt.Sprintf("%s [%s]: ", name, answer)
	}
	given, err := ask(question, false)
	if given == "" {
		given = answer
	}
	return given, err
}
