package cli

import (
	"errors"
	"slices"
	"strings"

	"contactcast/internal/job"
	"contactcast/internal/words"

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
	return a.fail(&startError{code: "usage", reason: a.misunderstood(err), err: err})
}

// misunderstood says what of a command line cannot be understood.
func (a *app) misunderstood(err error) words.Fact {
	told := words.AsTold(a.errorWords(err))
	text, verb := err.Error(), ""
	var k *kong.Context
	if e, ok := errors.AsType[*kong.ParseError](err); ok && e.Context != nil {
		k, told = e.Context, a.unparsed(e.Context, err)
		if node := k.Selected(); node != nil {
			verb = node.Name
		}
	}
	if flag, found := strings.CutPrefix(text, "unknown flag "); found {
		flag, near := guess(flag)
		return a.unknownFlag(k, unknown("cli/unknown-flag", "cli/unknown-flag-near", flag, near), flag)
	}
	if given, found := strings.CutPrefix(text, "unexpected argument "); found {
		given, near := guess(given)
		return a.unexpected(unknown("cli/unexpected", "cli/unexpected-near", given, near), given, verb)
	}
	return told
}

// guess takes what was given from what may have been meant: "--sheets, did you mean "--sheet"?".
func guess(text string) (given, near string) {
	given, near, _ = strings.Cut(text, ", did you mean ")
	near = strings.TrimPrefix(strings.TrimSuffix(near, "?"), "one of ")
	return given, near
}

func unknown(alone, guessed words.Code, given, near string) words.Fact {
	if near == "" {
		return words.New(alone, "given", given)
	}
	return words.New(guessed, "given", given, "near", near)
}

// answer is what there is to say of flags or commands that other programs have.
type answer struct {
	given string // apart by spaces
	code  words.Code
}

func answerTo(given string, all []answer) (words.Code, bool) {
	for _, known := range all {
		if slices.Contains(strings.Fields(known.given), given) {
			return known.code, true
		}
	}
	return "", false
}

// unknownFlag answers for flags that other programs have.
func (a *app) unknownFlag(k *kong.Context, told words.Fact, flag string) words.Fact {
	code, ok := answerTo(flag, []answer{
		{"--dry-run --dryrun --simulate --preview --no-send -n", "cli/flag/look"},
		{"--resume --continue --restart --retry", "cli/flag/resume"},
		{"--force --overwrite -f", "cli/flag/force"},
		{"--token --api-token", "cli/flag/token"},
		{"--output --out -o", "cli/flag/output"},
		{"--delay --speed --throttle --interval", "cli/flag/speed"},
		{"--country --country-code", "cli/flag/country"},
		{"--name", "cli/flag/name"},
		{"--proxy", "cli/flag/proxy"},
		{"--instance --instance-id --idInstance", "cli/flag/instance"},
		{"--to --test --test-phone", "cli/flag/test"},
		{"-y", "cli/flag/yes"},
		{"-q --silent", "cli/flag/quiet"},
		{"--verbose --debug -v", "cli/flag/verbose"},
	})
	switch {
	case !ok && k != nil:
		return a.misplaced(k, told, flag)
	case !ok:
		return told
	}
	return words.New("cli/flag-with-answer", "flag", flag, "answer", words.New(code, "list", a.list()+sameAccount(a.args)))
}

// unexpected answers for words where no such word is known.
func (a *app) unexpected(told words.Fact, given, verb string) words.Fact {
	if verb == "" {
		return a.notACommand(told, given)
	}
	switch verb {
	case "send", "check":
		return words.New("cli/one-file", "given", quoted(given))
	case "report", "track", "resolve", "status":
		return words.New("cli/one-job", "given", quoted(given))
	}
	return words.New("cli/see-help", "text", told, "command", "contactcast "+verb)
}

// notACommand answers for the names that commands have in other programs.
func (a *app) notACommand(told words.Fact, given string) words.Fact {
	if job.IsList(given) {
		list := quoted(given) + sameAccount(a.args)
		return words.New("cli/list-alone", "file", given, "check", "contactcast check "+list, "send", "contactcast send "+list)
	}
	code, ok := answerTo(given, []answer{
		{"resume continue restart retry", "cli/verb/resume"},
		{"run start go mail", "cli/verb/run"},
		{"dry-run dryrun validate preview simulate plan test", "cli/verb/look"},
		{"jobs list ls show history log", "cli/verb/jobs"},
		{"stop pause cancel abort", "cli/verb/stop"},
		{"init new", "cli/verb/init"},
		{"auth signin config setup", "cli/verb/auth"},
		{"delivery delivered", "cli/verb/delivery"},
		{"export", "cli/verb/export"},
	})
	if !ok {
		return words.New("cli/see-help", "text", told, "command", "contactcast")
	}
	return words.New("cli/command-with-answer", "given", given, "answer", words.New(code, "list", a.list()+sameAccount(a.args)))
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
	var flags string
	for i, arg := range args {
		name, _, valued := strings.Cut(strings.TrimPrefix(arg, "--"), "=")
		switch {
		case !strings.HasPrefix(arg, "--") || !slices.Contains(accountFlagNames, name):
		case name == "sandbox" || valued || i+1 == len(args):
			flags += " " + quoted(arg)
		default:
			flags += " " + quoted(arg) + " " + quoted(args[i+1])
		}
	}
	return flags
}
