package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"contactcast/internal/job"

	"github.com/alecthomas/kong"
)

// asked returns the arguments in the program's own words: help and version are commands elsewhere.
func asked(args []string) []string {
	switch {
	case len(args) > 0 && args[0] == "help":
		return append(slices.Clone(args[1:]), "--help")
	case len(args) == 1 && args[0] == "version":
		return []string{"--version"}
	}
	return args
}

// usage explains a command line that cannot be understood, so that the next attempt works.
func (a *app) usage(err error) int {
	a.json = slices.Contains(a.args, "--json") // the flags were not read
	var e *kong.ParseError
	text, verb := err.Error(), ""
	if errors.As(err, &e) && e.Context != nil {
		if node := e.Context.Selected(); node != nil {
			verb = node.Name
		}
		text = unparsed(e.Context, err)
	}
	if flag, found := strings.CutPrefix(text, "unknown flag "); found {
		text = a.unknownFlag(text, flag)
		if e != nil && e.Context != nil && strings.HasPrefix(text, "unknown flag "+flag) {
			text = a.misplaced(e.Context, text, flag)
		}
	}
	if word, found := strings.CutPrefix(text, "unexpected argument "); found {
		text = a.unexpected(text, word, verb)
	}
	return a.fail(&usageError{text})
}

// unknownFlag answers for flags that other programs have.
func (a *app) unknownFlag(text, flag string) string {
	flag, _, _ = strings.Cut(flag, ",") // "did you mean" follows
	for _, known := range []struct{ flags, answer string }{
		{"--dry-run --dryrun --simulate --preview --no-send -n", "to look without sending anything: contactcast check " + a.list() + sameAccount(a.args)},
		{"--resume --continue --restart --retry", "it is not needed: the same command goes on where it stopped"},
		{"--force --overwrite -f", "there is nothing to force: what was sent stays sent, and the same command goes on with the rest"},
		{"--token --api-token", "there is no token flag, since flags show in ps: contactcast login keeps the token, or --token-file names a file that holds it"},
		{"--output --out -o", "reports are named with --report FILE"},
		{"--delay --speed --throttle --interval", "the pace is --rate, such as --rate 30/m"},
		{"--country --country-code", "the country of national numbers is --region, such as --region KZ"},
		{"--name", "a job is named with --job NAME"},
		{"--proxy", "a proxy is named by the environment: HTTPS_PROXY=http://host:port"},
		{"--instance --instance-id --idInstance", "an account that is not kept is named with --id-instance N"},
		{"--to --test --test-phone", "one card to a phone of your own, to look at it: --test-to CHAT"},
		{"-y", "not to be asked is --yes"},
		{"-q --silent", "to say nothing unless there is something to do is --quiet"},
		{"--verbose --debug -v", "all there is to say is said already; --json says it for programs"},
	} {
		if slices.Contains(strings.Fields(known.flags), flag) {
			return fmt.Sprintf("unknown flag %s: %s", flag, known.answer)
		}
	}
	return text
}

// unexpected answers for words where no such word is known.
func (a *app) unexpected(text, word, verb string) string {
	if verb == "" {
		return a.notACommand(text, word)
	}
	word, _, _ = strings.Cut(word, ",")
	switch verb {
	case "send", "check":
		return fmt.Sprintf("unexpected argument %s; one FILE at a time: put all rows into one file, or run one command after the other. A name with blanks in it stands in quotes", quoted(word))
	case "report", "track", "resolve", "status":
		return fmt.Sprintf("%s is one too many: one job at a time; a name with spaces stands in quotation marks", quoted(word))
	}
	return text + "; see contactcast " + verb + " --help"
}

// notACommand answers for the names that commands have in other programs.
func (a *app) notACommand(text, word string) string {
	word, _, _ = strings.Cut(word, ",")
	if job.IsList(word) {
		return fmt.Sprintf("what is to be done with %[1]s? To look at it: contactcast check %[1]s%[2]s. To send it: contactcast send %[1]s%[2]s", quoted(word), sameAccount(a.args))
	}
	list := a.list() + sameAccount(a.args)
	for _, known := range []struct{ words, answer string }{
		{"resume continue restart retry", "the same send again goes on where it stopped: contactcast send " + list + "; contactcast status lists what waits"},
		{"run start go mail", "it is contactcast send " + list},
		{"dry-run dryrun validate preview simulate plan test", "to look without sending anything: contactcast check " + list},
		{"jobs list ls show history log", "what was sent and what waits: contactcast status"},
		{"stop pause cancel abort", "Ctrl-C in the window of a run stops it, and nothing is lost: the same command goes on"},
		{"init new", "an empty list to fill in: contactcast template list.xlsx"},
		{"auth signin config setup", "contactcast login keeps an account's credentials"},
		{"delivery delivered", "what became of accepted rows: contactcast track JOB"},
		{"export", "a job's report: contactcast report JOB -o FILE"},
	} {
		if slices.Contains(strings.Fields(known.words), word) {
			return fmt.Sprintf("there is no command %s: %s", word, known.answer)
		}
	}
	return text + "; see contactcast --help"
}

// list is the list that the command line speaks of, ready to be typed; FILE if it names none.
func (a *app) list() string {
	for _, arg := range a.args {
		if job.IsList(arg) {
			return quoted(arg)
		}
	}
	return "FILE"
}

// sameAccount is the part of a command line that says which account is meant, as far as one
// that cannot be parsed shows it.
func sameAccount(args []string) string {
	var words string
	for i, arg := range args {
		name, _, valued := strings.Cut(strings.TrimPrefix(arg, "--"), "=")
		switch {
		case !strings.HasPrefix(arg, "--") || !slices.Contains(accountFlagNames, name):
		case name == "sandbox" || valued || i+1 == len(args):
			words += " " + quoted(arg)
		default:
			words += " " + quoted(arg) + " " + quoted(args[i+1])
		}
	}
	return words
}
