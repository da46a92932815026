package cli

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"strings"

	"contactcast/internal/ui"
)

type uiCmd struct {
	File   string `arg:"" optional:"" type:"existingfile" placeholder:"FILE" help:"A spreadsheet to begin with."`
	Port   int    `placeholder:"N" help:"Port on this machine (any free one)."`
	NoOpen bool   `help:"Print the address and do not open a browser."`
	State  string `env:"CONTACTCAST_STATE" placeholder:"DIR" help:"Folder of the ledgers (${state_default})."`
}

// Run is `contactcast ui`: it serves the page until a signal, or shows the one that is served.
func (c *uiCmd) Run(ctx context.Context, a *app) error {
	if c.Port < 0 || c.Port > 65535 {
		return misused("cli/port", "n", c.Port)
	}
	return ui.Serve(ctx, ui.Options{State: expanded(c.State), Port: c.Port, File: c.File, Version: strings.TrimPrefix(version(), "contactcast "), Hooks: a.hooks,
		Show: func(address string, serving bool) {
			switch {
			case c.NoOpen:
			case openBrowser(address) == nil:
				a.say("cli/ui-opened")
			default:
				a.say("cli/ui-open")
			}
			fmt.Fprintln(a.out, address)
			if serving {
				a.say("cli/ui-ends")
			}
		}})
}

// openBrowser shows an address in the browser of whoever is at the machine.
func openBrowser(address string) error {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	case "darwin":
		name = "open"
	}
	opener := exec.Command(name, args...)
	if err := opener.Start(); err != nil {
		return err
	}
	go func() { _ = opener.Wait() }() // it may live as long as the browser
	return nil
}
