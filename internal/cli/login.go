package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"contactcast/internal/account"
	"contactcast/sender"
	"contactcast/sender/greenapi"
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
	Name  string `arg:"" placeholder:"NAME" help:"The account, by its name or idInstance."`
	State string `env:"CONTACTCAST_STATE" placeholder:"DIR" help:"Folder in which the account is kept (${state_default})."`
}

const loginGuide = `Open the instance in GREEN-API's console, https://console.green-api.com:
its page shows the three values that are asked for here.`

// Run is `contactcast login`.
func (c *loginCmd) Run(ctx context.Context, a *app) error {
	if c.Name != "" {
		if err := account.CheckName(c.Name); err != nil {
			return &usageError{err.Error()}
		}
	}
	if c.TokenFile != "" {
		return c.login(ctx, a, c.scripted())
	}
	if !a.terminal {
		return &startError{"no-terminal", errors.New("login asks questions, and there is no terminal to ask on: " +
			"give it --id-instance, --token-file and --api-url; or, without keeping the account, set GREENAPI_ID_INSTANCE, GREENAPI_URL and " + tokenVariable)}
	}
	fmt.Fprintln(a.err, loginGuide)
	return c.login(ctx, a, questions(ctx, a))
}

// Run is `contactcast logout`. The account's history stays in its ledger.
func (c *logoutCmd) Run(a *app) error {
	dir, err := (&accountFlags{State: c.State}).stateFolder()
	if err != nil {
		return err
	}
	kept, err := readAccounts(dir)
	if err != nil {
		return err
	}
	gone, err := kept.Find(c.Name)
	if err != nil {
		return &startError{"credentials", err}
	}
	if err := kept.Without(gone.Name).Write(dir); err != nil {
		return &startError{"login", fmt.Errorf("the account could not be forgotten: %w", err)}
	}
	fmt.Fprintf(a.out, "%s is forgotten; what was sent from instance %s stays in its ledger\n", gone.Name, gone.IDInstance)
	return nil
}

// scripted answers from the flags.
func (c *loginCmd) scripted() asker {
	return func(question string, hidden bool) (string, error) {
		if !hidden {
			return "", nil // what is offered is taken
		}
		return readToken(c.TokenFile)
	}
}

// asker asks one question; the answer to a hidden one is not shown.
type asker func(question string, hidden bool) (string, error)

func (c *loginCmd) login(ctx context.Context, a *app, ask asker) error {
	dir, err := (&accountFlags{State: c.State}).stateFolder()
	if err != nil {
		return err
	}
	if err := usableState(dir); err != nil {
		return err
	}
	kept, err := readAccounts(dir)
	if err != nil {
		return err
	}
	k, err := c.answers(kept, ask)
	if err != nil {
		return err
	}
	if k.Unencrypted() {
		a.log("warning: the apiUrl begins with http://, so that others on the way can read the token")
	}
	f := accountFlags{State: c.State, APIURL: k.APIURL, IDInstance: k.IDInstance}
	_, missed := os.Stat(f.readings())
	state, err := c.try(ctx, a, k, f.readings())
	if err != nil {
		if errors.Is(missed, fs.ErrNotExist) {
			_ = os.Remove(f.readings())
		}
		return fmt.Errorf("%w; nothing was kept", explained(k.Account, err))
	}
	if err := kept.With(k).Write(dir); err != nil {
		return &startError{"login", fmt.Errorf("the account could not be kept: %w", err)}
	}
	fmt.Fprintf(a.out, "%s\nkept as %s in %s, which only you can read\n", state, k.Name, account.Path(dir))
	if len(kept.With(k)) > 1 {
		fmt.Fprintf(a.out, "several accounts are kept: --account %s chooses this one\n", k.Name)
	}
	if a.getenv(tokenVariable) != "" {
		fmt.Fprintf(a.out, "%s is set and overrides what is kept, unless --account names it\n", tokenVariable)
	}
	return nil
}

// try asks the API for the account's state. One that cannot send now has the right credentials all the same.
func (c *loginCmd) try(ctx context.Context, a *app, k account.Kept, readings string) (state string, err error) {
	if c.Offline {
		return fmt.Sprintf("instance %s was not tried", k.IDInstance), nil
	}
	client, err := a.client(k.Account, readings, time.Minute, 1)
	if err != nil {
		return "", err
	}
	seen, err := sender.Preflight(ctx, client, a.logWait)
	var stop *sender.StopError
	switch {
	case errors.As(err, &stop) && stop.Code == "instance-state":
		return fmt.Sprintf("instance %s: %s", k.IDInstance, stop.Text), nil
	case err != nil:
		return "", err
	}
	return fmt.Sprintf("instance %s is authorized as %s", k.IDInstance, from(seen, false)), nil
}

// answers asks for the account and offers what is known of it.
func (c *loginCmd) answers(kept account.List, ask asker) (k account.Kept, err error) {
	id, err := offer(ask, "idInstance", c.IDInstance)
	if err != nil {
		return k, err
	}
	token, err := ask("apiTokenInstance (not shown): ", true)
	if err != nil {
		return k, err
	}
	before, _ := kept.Find(id) // none, or no id: Normalize says so
	apiURL, err := offer(ask, "apiUrl", cmp.Or(c.APIURL, before.APIURL, defaultAPIURL))
	if err != nil {
		return k, err
	}
	k.Account, err = greenapi.Account{APIURL: apiURL, IDInstance: id, Token: token}.Normalize()
	if err != nil {
		return k, &startError{"credentials", err}
	}
	k.Name = cmp.Or(c.Name, before.Name, k.IDInstance)
	if other, err := kept.Find(k.Name); err == nil && other.IDInstance != k.IDInstance {
		return k, &startError{"credentials", fmt.Errorf("%s is the name of instance %s: choose another, or contactcast logout %s first", k.Name, other.IDInstance, quoted(k.Name))}
	}
	return k, nil
}

func offer(ask asker, name, answer string) (string, error) {
	question := name + ": "
	if answer != "" {
		question = fmt.Sprintf("%s [%s]: ", name, answer)
	}
	given, err := ask(question, false)
	return cmp.Or(given, answer), err
}

// questions asks on the terminal. A signal ends the wait and leaves the terminal as it was.
func questions(ctx context.Context, a *app) asker {
	in, fd := bufio.NewReader(a.in), int(a.in.Fd())
	return func(question string, hidden bool) (string, error) {
		fmt.Fprint(a.err, question)
		before, err := term.GetState(fd)
		if err != nil {
			return "", &startError{"no-terminal", err}
		}
		type line struct {
			text string
			err  error
		}
		read := make(chan line, 1)
		go func() {
			var l line
			if hidden {
				var secret []byte
				secret, l.err = term.ReadPassword(fd)
				l.text = string(secret)
				fmt.Fprintln(a.err)
			} else {
				l.text, l.err = in.ReadString('\n')
			}
			read <- l
		}()
		select {
		case l := <-read:
			if errors.Is(l.err, io.EOF) {
				return "", &startError{"login", errors.New("no answer; nothing was kept")}
			}
			return strings.TrimSpace(l.text), l.err
		case <-ctx.Done():
			return "", errors.Join(&startError{"interrupted", errors.New("nothing was kept")}, term.Restore(fd, before))
		}
	}
}
