package cli

import (
	"strings"
	"testing"

	"contactcast/internal/words"
)

// Every command that is suggested as a remedy is one that this program takes, beside whatever was given already.
func TestRemediesAreCommands(t *testing.T) {
	commands := 0
	for _, given := range []string{
		"check list.csv", "send list.csv --sandbox --yes", "send 'my list.csv' --job 'my list' --region RU --phone-digits 11-12",
		"send list.csv --state 'my state' --hidden-rows skip --encoding utf-8 --adopt none",
	} {
		a := &app{typed: parsed(t, arguments(t, given)...)}
		for code := range words.English().Entries {
			name, ok := strings.CutPrefix(string(code), "remedy/")
			if !ok {
				continue
			}
			f := words.New("cause", "widened", "9-13", "chat", "+7 900 000-05-01", "job", "-odd job", "file", "a.csv,b c.csv")
			if c, ok := a.remedyCommand(words.Remedy(name), f); ok && !(c.verb[0] == "check" && strings.HasPrefix(name, "adopt")) {
				if _, k := parse(t, arguments(t, c.String())...); k == nil {
					t.Errorf("%s: %s", code, c)
				}
				commands++
			}
			flags, ok := remedyFlags(words.Remedy(name), f)
			if !ok || words.Remedy(name) == words.NoJournal && strings.HasPrefix(given, "check") { // only sending looks at the journal
				continue
			}
			command := a.typed.again().String() + " " + flags
			if _, k := parse(t, arguments(t, command)...); k == nil {
				t.Errorf("%s: %s", code, command)
			}
			commands++
		}
	}
	if commands < 20 {
		t.Errorf("only %d commands", commands)
	}
}

// Names that mean several things are replaced where they stand.
func TestRemediesReplaceWords(t *testing.T) {
	for _, test := range []struct {
		given  string
		remedy words.Remedy
		fact   words.Fact
		want   string
	}{
		{"send list.csv --exclude x.csv --exclude a.csv,b.csv --yes", words.ExcludeEach, words.New("options/exclude-several", "file", "a.csv,b.csv"),
			"contactcast send list.csv --yes --exclude x.csv --exclude a.csv --exclude b.csv"},
		{"optout add 1 '2 3' --state s", words.NameEach, words.New("options/chats", "account", "2 3", "chats", "2@c.us 3@c.us"),
			"contactcast optout add 1 2@c.us 3@c.us --state s"},
		{"send list.csv --state s", words.AddOptOut, words.New("options/exclude-chat", "chat", "+7 900"), "contactcast optout add '+7 900' --state s"},
	} {
		a := &app{typed: parsed(t, arguments(t, test.given)...)}
		if c, ok := a.remedyCommand(test.remedy, test.fact); !ok || c.String() != test.want {
			t.Errorf("%s: got %s, want %s", test.given, c, test.want)
		}
	}
}

// What can be done about a fact stands behind its sentence, a command on a line of its own.
func TestToldWithItsRemedies(t *testing.T) {
	a := &app{typed: parsed(t, "check", "list.csv", "--sheet", "my sheet")}
	for _, test := range []struct {
		fact words.Fact
		want string
	}{
		{words.New("hidden-rows", "n", 2, "rows", "3, 5"), "2 rows with cells are hidden in the sheet (3, 5)\n" +
			"  to read them: contactcast check list.csv --sheet 'my sheet' --hidden-rows include\n" +
			"  to leave them out: contactcast check list.csv --sheet 'my sheet' --hidden-rows skip"},
		{words.New("unsupported-format/pdf"), "the file is a PDF document; open it in a spreadsheet program and save it as .xlsx or CSV"},
	} {
		if got := a.errorWords(&factual{test.fact}); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

// factual is an error that is a fact and no more.
type factual struct{ fact words.Fact }

func (e *factual) Error() string    { return e.fact.String() }
func (e *factual) Fact() words.Fact { return e.fact }
