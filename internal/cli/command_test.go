package cli

import (
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// parse parses a command line with the program's own grammar.
func parse(t *testing.T, args ...string) (*commands, *kong.Context) {
	t.Helper()
	var cmds commands
	a := &app{out: io.Discard, err: io.Discard, getenv: func(string) string { return "" }}
	parser, err := a.parser(t.Context(), &cmds, new(int))
	if err != nil {
		t.Fatal(err)
	}
	k, err := parser.Parse(args)
	if err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	return &cmds, k
}

func parsed(t *testing.T, args ...string) command {
	t.Helper()
	_, k := parse(t, args...)
	return newCommand(k)
}

// arguments takes apart what a shell would, as far as these tests quote.
func arguments(t *testing.T, text string) []string {
	t.Helper()
	var words []string
	var word strings.Builder
	open, begun := false, false
	for _, r := range strings.TrimPrefix(text, "contactcast ") {
		switch {
		case r == '\'':
			open, begun = !open, true
		case r == ' ' && !open:
			words, begun = append(words, word.String()), false
			word.Reset()
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if begun {
		words = append(words, word.String())
	}
	return words
}

// A command that is suggested does what the one that was given did.
func TestCommandsAreRepeated(t *testing.T) {
	for _, line := range []string{
		"send list.xlsx",
		"send list.xlsx --sandbox --limit 5 --yes",
		"send list.csv --map chatId=Телефон --map 'firstName=First name' --set company= --set lastName=a,b=c",
		"send list.csv --columns chatId,-,phoneContact --no-header --delimiter ; --encoding windows-1251",
		"send list.csv --region RU --phone-digits 10-13 --header-row 3 --sheet 'My sheet' --hidden-rows skip",
		"send list.csv --report 'a, b.csv' --report c.html --cooldown 30d --changed send --exclude command.go",
		"send list.csv --rate 7/m --in-flight 3 --timeout 1m30s --settle 2m --test-to 79000000001",
		"send list.csv --daily-limit 100 --new-chats-per-day 20+10 --window 'mon-fri 09:00-18:00' --wait --rate max",
		"send list.csv --adopt none",
		"send list.csv --adopt --quiet",
		"send - --job list --json --no-journal",
		"check list.csv --token-file token.txt --account shop --api-url https://1.example",
		"report list -o a.csv -o b.xlsx --only invalid,rejected",
		"resolve list --resend rejected,unknown --row 3 --row 4",
		"resolve list --assume-accepted --yes",
		"track list --report r.xlsx --no-account nobody.csv",
		"status --state -odd",
	} {
		if strings.HasSuffix(line, "-odd") { // a value that looks like a flag
			line = strings.Replace(line, "--state ", "--state=", 1)
		}
		want, k := parse(t, arguments(t, line)...)
		text := newCommand(k).String()
		got, _ := parse(t, arguments(t, text)...)
		if diff := cmp.Diff(want, got, cmp.Exporter(func(reflect.Type) bool { return true }), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s\nbecame %s\n%s", line, text, diff)
		}
	}
}

func TestOtherCommands(t *testing.T) {
	c := parsed(t, "send", "--state", "my ledgers", "list.xlsx", "--quiet", "--adopt", "--sandbox", "--api-url=https://1101.api.greenapi.com/s3cr3t")
	c.token = "s3cr3t"
	const account = " --state 'my ledgers' --sandbox --api-url https://1101.api.greenapi.com/***"
	for _, test := range []struct {
		got  command
		want string
	}{
		{c.again(), "contactcast send --state 'my ledgers' list.xlsx --quiet --sandbox --api-url https://1101.api.greenapi.com/***"},
		{c.to("status"), "contactcast status" + account},
		{c.to("resolve", "-odd name").with("resend", "unknown"), "contactcast resolve './-odd name'" + account + " --resend unknown"},
		{c.to("optout word seen"), "contactcast optout word seen" + account},
		{c.to("send", "list.csv").with("map", "chatId=A", "phoneContact=B").without("map"), "contactcast send list.csv" + account},
	} {
		if got := test.got.String(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}
