package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

type loginCmd struct {
	Name       string `arg:"" optional:"" placeholder:"NAME" help:"A name of your own for the account, for --account (its idInstance)."`
	APIURL     string `name:"api-url" env:"GREENAPI_URL" placeholder:"URL" help:"apiUrl; asked for if left out."`
	IDInstance string `name:"id-instance" env:"GREENAPI_ID_INSTANCE" placeholder:"N" help:"idInstance; asked for if left out."`
	TokenFile  string `type:"path" placeholder:"FILE" help:"File that holds apiTokenInstance. With it and --id-instance nothing is asked."`
	Offline    bool   `help:"Keep the account without trying it."`
	State      string `env:"CONTACTCAST_STATE" placeholder:"DIR" help:"Folder to keep the account in (${state_default})."`
}

// tokenVariable names an account's token.
const tokenVariable = "GREENAPI_API_TOKEN_INSTANCE"

type logoutCmd struct {
	Name  string `arg:"" completion-predictor:"account" placeholder:"NAME" help:"The account, by its name or idInstance."`
	State string `env:"CONTACTCAST_STATE" placeholder:"DIR" help:"Folder in which the account is kept (${state_default})."`
}

// Run is `contactcast login`.
func (c *loginCmd) Run(ctx context.Context, a *app) error {
	if err := job.CheckAccountName(c.Name); err != nil {
		return err
	}
	if c.TokenFile != "" {
		return c.login(ctx, a, c.scripted())
	}
	if !a.terminal {
		return &startError{code: "no-terminal", reason: words.New("cli/login-no-terminal")}
	}
	fmt.Fprintln(a.err, a.text("login/guide"))
	return c.login(ctx, a, a.prompt(ctx))
}

// Run is `contactcast logout`. The account's history stays in its ledger.
func (c *logoutCmd) Run(a *app) error {
	r, err := job.Logout(job.LogoutOptions{State: expanded(c.State), Name: c.Name})
	if err != nil {
		return err
	}
	a.print("logout/done", "title", r.Name, "instance", r.IDInstance)
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
	if err := c.answers(a, &o, ask); err != nil {
		if errors.Is(err, io.EOF) {
			err = &startError{code: "login", reason: words.New("login/no-answer"), err: err}
		}
		return err
	}
	r, err := job.Login(ctx, o)
	if err != nil {
		return &wordedError{a.text("login/refused", "why", a.errorWords(err)), err}
	}
	fmt.Fprintln(a.out, a.triedWords(r))
	a.print("login/kept", "title", r.Name, "path", r.Path)
	if r.Others > 0 {
		a.print("cli/login-several", "account", r.Name)
	}
	if a.getenv(tokenVariable) != "" {
		a.print("cli/login-overrides", "variable", tokenVariable)
	}
	return nil
}

// triedWords say what the API said of the account.
func (a *app) triedWords(r *job.LoginResult) string {
	switch {
	case !r.Tried:
		return a.text("login/untried", "instance", r.IDInstance)
	case r.Trouble != nil:
		return a.text("login/trouble", "instance", r.IDInstance, "why", r.Trouble.Fact())
	}
	return a.text("login/tried", "instance", r.IDInstance, "phone", a.phoneWords(r.Phone))
}

// answers asks for the account and offers what is known of it.
func (c *loginCmd) answers(a *app, o *job.LoginOptions, ask asker) (err error) {
	kept, err := job.Accounts(o.State)
	if err != nil {
		return err
	}
	if o.IDInstance, err = a.offer(ask, "idInstance", c.IDInstance); err != nil {
		return err
	}
	if o.Token, err = ask(a.text("login/token"), true); err != nil {
		return err
	}
	offered := c.APIURL
	if offered == "" {
		offered = job.DefaultAPIURL
		if before, err := kept.Find(o.IDInstance); err == nil {
			offered = before.APIURL
		}
	}
	o.APIURL, err = a.offer(ask, "apiUrl", offered)
	return err
}

// offer asks for a value; no answer is the one that is offered.
func (a *app) offer(ask asker, value, answer string) (string, error) {
	question := a.text("login/ask", "value", value)
	if answer != "" {
		question = a.text("login/offer", "value", value, "offered", answer)
	}
	given, err := ask(question, false)
	if given == "" {
		given = answer
	}
	return given, err
}
