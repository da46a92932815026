// Package cli is the one place that speaks to the user: verbs, flags, environment,
// exit codes, and everything that is printed.
package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log"
	"os"
	"runtime/debug"
	"slices"
	"syscall"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"

	"github.com/alecthomas/kong"
)

// commands are the verbs.
type commands struct {
	Send     sendCmd     `cmd:"" help:"Plan, ask on a terminal, send, report. Run it again to resume."`
	Check    checkCmd    `cmd:"" help:"Plan only: what would be sent, what is wrong and where. No network."`
	Status   statusCmd   `cmd:"" help:"The account's jobs, or one job's counts and what to do next."`
	Report   reportCmd   `cmd:"" help:"Write a job's report again from the ledger."`
	Track    trackCmd    `cmd:"" help:"Fetch what became of accepted rows: delivered, read, no account..."`
	Resolve  resolveCmd  `cmd:"" help:"List what is in doubt and what was tried; decide about it, or send rows again."`
	Optout   optoutCmd   `cmd:"" help:"Chats never to write to, from any account: add, remove, list; stop words."`
	Login    loginCmd    `cmd:"" help:"Ask for an account's idInstance, token and apiUrl, check them and keep them under a name."`
	Logout   logoutCmd   `cmd:"" help:"Forget an account's credentials; its history stays."`
	UI       uiCmd       `cmd:"" name:"ui" help:"The operator's page: all of this in a browser on this machine."`
	Sandbox  sandboxCmd  `cmd:"" help:"Serve a simulated account for trying things out."`
	Template templateCmd `cmd:"" help:"Write an empty spreadsheet with the right headers and an example."`

	Completion completionCmd `cmd:"" help:"Say how to complete commands, flags, jobs and accounts with the Tab key."`

	HelpAll helpAll          `help:"Show help with all flags."`
	Version kong.VersionFlag `help:"Print the version."`
}

const description = `Turns a spreadsheet of recipients into WhatsApp contact cards through GREEN-API's sendContact,
and hands the spreadsheet back with an idMessage or a reason on every row.

  contactcast template list.xlsx                        an empty list to fill in
  contactcast check list.xlsx                           what would be sent, and what is wrong
  contactcast send list.xlsx --sandbox                  try it without an account
  contactcast login                                     keep an account's credentials
  contactcast send list.xlsx                            send; the same command resumes

In scripts, GREENAPI_ID_INSTANCE, GREENAPI_API_TOKEN_INSTANCE and GREENAPI_URL name the account;
they override what login kept.`

// app is what commands share: where they speak, and what stops them.
type app struct {
	in       *os.File
	out, err io.Writer
	getenv   func(string) string
	args     []string // as they were given
	typed    command  // as they were parsed
	terminal bool     // a person can be asked
	json     bool
	quiet    bool
	answers  *bufio.Reader  // of in, once something was asked
	bar      *progress      // while there is one
	problems job.Problems   // as they were told
	words    words.Language // that it speaks; English if there is none

	hooks job.Hooks // for tests
}

// Main runs one command in English and returns its exit code. The streams are the process's own.
func Main(args []string) int { return MainIn(words.English(), args) }

// MainIn is Main in another language.
func MainIn(l words.Language, args []string) int { return (&app{words: l}).main(args) }

func (a *app) main(args []string) int {
	debug.SetGCPercent(200)   // the heap stays small; tidying it all the time would cost a twentieth of the speed
	log.SetOutput(io.Discard) // net/http logs what a server sends unasked, which may echo the token
	a.in, a.out, a.err, a.getenv = os.Stdin, os.Stdout, os.Stderr, os.Getenv
	ctx, stop := a.signalContext(context.Background())
	defer stop()
	a.terminal = isTerminal(os.Stdin) && isTerminal(os.Stderr)
	if zone, err := timeZone(os.Getenv("TZ")); err == nil && zone != nil { // else run refuses it
		time.Local = zone
	}
	return a.run(ctx, args)
}

func (a *app) run(ctx context.Context, args []string) (code int) {
	var cmds commands
	exit := -1
	parser, err := a.parser(ctx, &cmds, &exit)
	if err != nil {
		return a.fail(err)
	}
	if a.completes(parser) {
		return max(exit, exitDone)
	}
	a.args = args
	if len(args) == 0 && doubleClicked(a.getenv) {
		args = []string{"ui"}
	}
	if len(args) == 0 { // somebody looks what this is
		_, _ = parser.Parse([]string{"--help"}) // prints it
		return exitStart
	}
	k, err := parser.Parse(asked(args))
	if exit >= 0 { // help or version was asked for
		return exit
	}
	if errors.Is(err, syscall.EPIPE) { // whoever asked for help has read enough of it
		return exitDone
	}
	if err != nil {
		return a.usage(err)
	}
	a.typed = newCommand(k)
	if _, err := timeZone(a.getenv("TZ")); err != nil {
		a.json = slices.Contains(args, "--json")
		return a.fail(err)
	}
	return a.fail(stopped(ctx, k.Run()))
}

// parser knows the verbs; what ends the parsing, help for one, leaves its exit code.
func (a *app) parser(ctx context.Context, cmds *commands, exit *int, more ...kong.Option) (*kong.Kong, error) {
	h := &helpPrinter{}
	return kong.New(cmds, append([]kong.Option{
		kong.Name("contactcast"), kong.Description(description),
		kong.Writers(a.out, a.err), kong.Exit(func(c int) { *exit = c }),
		kong.Vars{"version": version(), "api_url": job.DefaultAPIURL, "state_default": job.DefaultState()},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, WrapUpperBound: 100}),
		kong.Help(h.print), kong.UsageOnError(), kong.Bind(h),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(a),
	}, more...)...)
}

// stopped is an error of a command that a signal ended, unless it was told already.
func stopped(ctx context.Context, err error) error {
	var told *codeError
	if errors.As(err, &told) {
		return err
	}
	return job.Interrupted(ctx, err)
}
