package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	kongcompletion "github.com/jotaen/kong-completion"
	"github.com/posener/complete"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

type completionCmd struct {
	Shell string `arg:"" optional:"" enum:"bash,zsh,fish,powershell," default:"" placeholder:"SHELL" help:"bash, zsh, fish or powershell (the shell that you use)."`
	Code  bool   `short:"c" help:"Print the code itself, for the shell to read."`
}

// shell is how one shell is told of completion.
type shell struct {
	name   string
	file   string     // where a package puts the code, below its folder of completions
	begin  string     // what has the shell read the code
	always words.Fact // where that is written to have it in every window
	code   string     // {program} stands for what is asked
}

// shells ask the program itself what could follow: it prints that when COMP_LINE holds the line up to the cursor. Where it
// prints nothing, a file's name is completed.
var shells = []shell{
	{"bash", "bash/contactcast", "source <(contactcast completion -c bash)", words.AsTold("~/.bashrc"),
		`complete -o default -o bashdefault -C {program} contactcast`},
	{"zsh", "zsh/_contactcast", "source <(contactcast completion -c zsh)", words.New("cli/behind-compinit", "file", "~/.zshrc"), `#compdef contactcast
_contactcast() {
  local -a found
  found=("${(@f)$(COMP_LINE="${(j: :)words[1,CURRENT]}" {program})}")
  if [[ -n $found ]]; then compadd -- $found; else _files; fi
}
if [[ $funcstack[1] == _contactcast ]]; then _contactcast "$@"; else compdef _contactcast contactcast; fi`},
	{"fish", "fish/contactcast.fish", "contactcast completion -c fish | source", words.AsTold("~/.config/fish/config.fish"), `function __contactcast_complete
    set -lx COMP_LINE (commandline -cp)
    set -l found ({program})
    if test -n "$found"
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c contactcast -f -a '(__contactcast_complete)'`},
	{"powershell", "powershell/contactcast.ps1", "contactcast completion -c powershell | Out-String | Invoke-Expression", words.New("cli/profile", "file", "$PROFILE"),
		`Register-ArgumentCompleter -Native -CommandName contactcast -ScriptBlock {
    param($word, $command, $cursor)
    $line = $command.ToString().PadRight($cursor - $command.Extent.StartOffset)
    $env:COMP_LINE = $line.Substring(0, $cursor - $command.Extent.StartOffset)
    try {
        & {program} | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
    } finally {
        Remove-Item Env:COMP_LINE
    }
}`},
}

// Run is `contactcast completion`.
func (c *completionCmd) Run(a *app) error {
	name := c.Shell
	if name == "" {
		name = usedShell(runtime.GOOS, a.getenv("SHELL"))
	}
	i := slices.IndexFunc(shells, func(s shell) bool { return s.name == name })
	if i < 0 {
		return misused("cli/shell", "name", name)
	}
	s := shells[i]
	if c.Code {
		program, err := os.Executable()
		if err != nil {
			return err
		}
		_, err = io.WriteString(a.out, s.codeFor(program))
		return err
	}
	a.print("cli/completion", "shell", s.name, "line", s.begin, "file", s.always)
	return nil
}

// codeFor is the code for a program that is started by this name or path.
func (s shell) codeFor(program string) string {
	if program != "contactcast" {
		switch s.name {
		case "powershell":
			program = "'" + strings.ReplaceAll(program, "'", "''") + "'"
		case "bash": // it wants one word that is a command line in itself
			program = inQuotes(inQuotes(program))
		default:
			program = inQuotes(program)
		}
	}
	return strings.ReplaceAll(s.code, "{program}", program) + "\n"
}

func inQuotes(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// usedShell is the shell that a person uses, as far as the environment shows it.
func usedShell(system, variable string) string {
	if variable == "" && system == "windows" {
		return "powershell"
	}
	name := strings.TrimSuffix(filepath.Base(variable), ".exe")
	if name == "pwsh" {
		return "powershell"
	}
	return name
}

// completes prints what could follow, if a shell asks for that.
func (a *app) completes(parser *kong.Kong) bool {
	if a.getenv("COMP_LINE") == "" {
		return false
	}
	kongcompletion.Register(parser,
		kongcompletion.WithPredictor("job", complete.PredictFunc(jobsToComplete)),
		kongcompletion.WithPredictor("account", complete.PredictFunc(accountsToComplete)),
		kongcompletion.WithPredictor("accounts", complete.PredictOr(complete.PredictFunc(accountsToComplete), complete.PredictSet(job.AllAccounts))),
		kongcompletion.WithPredictor("status", complete.PredictFunc(statusesToComplete)))
	return true
}

// jobsToComplete are the names of the jobs in the state folder's ledgers, for the Tab key; what cannot be read, in a
// second, has none.
func jobsToComplete(complete.Args) []string {
	ctx, stop := context.WithTimeout(context.Background(), time.Second)
	defer stop()
	return toComplete(job.Jobs(ctx, os.Getenv("CONTACTCAST_STATE")))
}

// accountsToComplete are the names of the accounts that login kept.
func accountsToComplete(complete.Args) []string {
	kept, _ := job.Accounts(os.Getenv("CONTACTCAST_STATE")) // an error is told by whoever needs an account
	var names []string
	for _, k := range kept {
		names = append(names, k.Name)
	}
	return toComplete(names)
}

// statusesToComplete are the statuses of rows.
func statusesToComplete(complete.Args) []string { return statusNames() }

// toComplete are names in order, each once, without those that a shell would take apart.
func toComplete(names []string) []string {
	names = slices.DeleteFunc(names, func(name string) bool { return quoted(name) != name })
	slices.Sort(names)
	return slices.Compact(names)
}
