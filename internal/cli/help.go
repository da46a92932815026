package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

const exitHelp = `
Exit status: 0 finished, all rows accepted or skipped on purpose; 1 finished, but some rows are
invalid, rejected or unknown; 2 could not start, nothing was sent; 3 stopped by trouble or a signal,
the same command goes on; 4 another run holds this account; 5 paused by your own limit.`

// examples stand before a command's flags.
func examples(node *kong.Node) string {
	_, verb, _ := strings.Cut(node.FullPath(), " ")
	switch verb {
	case "send":
		return `contactcast send list.xlsx --sandbox     try it without an account
contactcast send list.xlsx               send; the same command again goes on where it stopped
contactcast send list.xlsx --rate 30/m --window 09:00-18:00 --wait`
	case "check":
		return `contactcast check list.xlsx
contactcast check list.xlsx --region KZ --report plan.xlsx`
	case "report":
		return `contactcast report list -o list.html
contactcast report list -o todo.xlsx --only invalid,rejected,unknown`
	case "track":
		return `contactcast track list --report list-report.xlsx`
	case "resolve":
		return `contactcast resolve list                      what is in doubt, and what was tried
contactcast resolve list --resend unknown     mark for the next send`
	case "template":
		return `contactcast template list.xlsx`
	case "login":
		return `contactcast login           asks for all it needs
contactcast login shop      keeps another account, under this name`
	case "logout":
		return `contactcast logout shop`
	case "optout add":
		return `contactcast optout add +491713920021     this chat
contactcast optout add no.xlsx           every chat in this list`
	case "optout remove":
		return `contactcast optout remove +491713920021
contactcast optout remove +491713920021 --job list     of the chats that --exclude left out of this job`
	case "optout word add":
		return `contactcast optout word add STOP`
	}
	return ""
}

// rare are flags that most never need: shown by --help-all only.
func rare(verb string) []string {
	if verb != "send" && verb != "check" {
		return nil
	}
	return []string{
		"header-row", "columns", "no-header", "hidden-rows", "phone-digits", "delimiter", "encoding", "changed", "cooldown",
		"api-url", "id-instance", "token-file", "state", "ledger", "in-flight", "timeout", "settle", "adopt", "no-journal", "limit", "json",
	}
}

// helpAll is the flag --help-all: help with the flags that most never need.
type helpAll bool

// BeforeReset prints the help in place of what the command does; kong calls it.
func (helpAll) BeforeReset(k *kong.Context, h *helpPrinter) error {
	h.all = true
	if err := k.PrintUsage(false); err != nil {
		return err
	}
	k.Exit(exitDone)
	return nil
}

// helpPrinter prints help pages.
type helpPrinter struct{ all bool }

// print prints the examples, kong's help with or without rarely used flags, and on the first page what the exit codes mean.
func (h *helpPrinter) print(o kong.HelpOptions, k *kong.Context) error {
	node := k.Selected()
	if node == nil {
		if err := kong.DefaultHelpPrinter(o, k); err != nil {
			return err
		}
		_, err := fmt.Fprintln(k.Stdout, exitHelp)
		return err
	}
	if text := examples(node); text != "" && !o.Summary {
		if _, err := fmt.Fprintf(k.Stdout, "  %s\n\n", strings.ReplaceAll(text, "\n", "\n  ")); err != nil {
			return err
		}
	}
	hidden := h.hide(node)
	if err := kong.DefaultHelpPrinter(o, k); err != nil || o.Summary {
		return err
	}
	if hidden > 0 {
		_, err := fmt.Fprintf(k.Stdout, "\ncontactcast %s --help-all shows %d more flags, which most never need.\n", node.Name, hidden)
		return err
	}
	return nil
}

// hide hides a command's rarely used flags, and counts them.
func (h *helpPrinter) hide(node *kong.Node) (hidden int) {
	if h.all {
		return 0
	}
	names := rare(node.Name)
	for _, f := range node.Flags {
		if slices.Contains(names, f.Name) {
			f.Hidden = true
			hidden++
		}
	}
	return hidden
}
