package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/term"

	"contactcast/sender"
	"contactcast/sender/greenapi"
)

type loginCmd struct {
	APIURL     string `name:"api-url" env:"GREENAPI_URL" placeholder:"URL" help:"Answer to offer for apiUrl."`
	IDInstance string `name:"id-instance" env:"GREENAPI_ID_INSTANCE" placeholder:"N" help:"Answer to offer for idInstance."`
	State      string `env:"CONTACTCAST_STATE" placeholder:"DIR" help:"Folder to keep the account in (${state_default})."`
}

const loginGuide = `Open the instance in GREEN-API's console, https://console.green-api.com:
its page shows the three values that are asked for here.`

// Run is `contactcast login`.
func (c *loginCmd) Run(ctx context.Context, a *app) error {
	if !a.terminal {
		return &startError{"no-terminal", fmt.Errorf("login asks questions, and there is no terminal to ask on: "+
			"in scripts set GREENAPI_ID_INSTANCE, GREENAPI_URL and %s, or name a file that holds the token with --token-file", tokenVariable)}
	}
	fmt.Fprintln(a.err, loginGuide)
	return c.login(ctx, a, questions(ctx, a))
}

// asker asks one question; the answer to a hidden one is not shown.
type asker func(question string, hidden bool) (string, error)

func (c *loginCmd) login(ctx context.Context, a *app, ask asker) error {
	dir := (&accountFlags{State: c.State}).stateDir()
	kept, err := readKept(dir)
	if err != nil {
		return err
	}
	account, err := c.answers(kept, ask)
	if err != nil {
		return err
	}
	if account.Unencrypted() {
		a.log("warning: the apiUrl begins with http://, so that others on the way can read the token")
	}
	client, err := a.client(account, time.Minute, 1)
	if err != nil {
		return err
	}
	seen, err := sender.Preflight(ctx, client, func(why string) { a.log("waiting: %s", why) })
	var stop *sender.StopError
	if inState := errors.As(err, &stop) && stop.Code == "instance-state"; err != nil && !inState {
		return fmt.Errorf("%w; nothing was kept", err)
	}
	if err := kept.with(account).write(dir); err != nil {
		return &startError{"login", fmt.Errorf("the account could not be kept: %w", err)}
	}
	if stop != nil { // right credentials all the same
		fmt.Fprintf(a.out, "instance %s: %s\n", account.IDInstance, stop.Text)
	} else {
		fmt.Fprintf(a.out, "instance %s is authorized as %s\n", account.IDInstance, from(seen, false))
	}
	fmt.Fprintf(a.out, "kept in %s, which only you can read\n", keptPath(dir))
	if a.getenv(tokenVariable) != "" {
		fmt.Fprintf(a.out, "%s is set and wins over what is kept\n", tokenVariable)
	}
	return nil
}

// answers asks for the account and offers what is known of it.
func (c *loginCmd) answers(kept keptAccounts, ask asker) (greenapi.Account, error) {
	id, err := offer(ask, "idInstance", c.IDInstance)
	if err != nil {
		return greenapi.Account{}, err
	}
	token, err := ask("apiTokenInstance (not shown): ", true)
	if err != nil {
		return greenapi.Account{}, err
	}
	before, _ := kept.choose(id) // none, or no id: Normalize says so
	apiURL, err := offer(ask, "apiUrl", cmp.Or(c.APIURL, before.APIURL, defaultAPIURL))
	if err != nil {
		return greenapi.Account{}, err
	}
	account, err := greenapi.Account{APIURL: apiURL, IDInstance: id, Token: token}.Normalize()
	if err != nil {
		return account, &startError{"credentials", err}
	}
	return account, nil
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
