package cli

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/xuri/excelize/v2"

	"contactcast/internal/words"
	"contactcast/sender/sandbox"
)

// told is a command as README.md tells it, and what it is said to print, if that is shown.
type told struct {
	line   int
	words  string
	output []string
}

var (
	inBlock = regexp.MustCompile(`^ +(?:\$ |.*/)?(contactcast .*|go run \. .*)$`)
	inText  = regexp.MustCompile("`(contactcast [^`]*)`")
	holder  = regexp.MustCompile(`\b[A-Z]{2,}\b`) // FILE, JOB: for the reader to fill in
)

// readme is the README's commands in their order; those with a word for the reader to fill in are only in the second list.
func readme(t *testing.T) (whole, forms []told) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	shown := -1
	for i, line := range strings.Split(string(text), "\n") {
		block := inBlock.FindStringSubmatch(line)
		switch {
		case block != nil && strings.HasPrefix(line, "    "):
			command, _, _ := strings.Cut(strings.Replace(block[1], "go run .", "contactcast", 1), " # ")
			whole = append(whole, told{line: i + 1, words: strings.TrimSpace(command)})
			shown = -1
			if strings.Contains(line, "$ ") && !strings.Contains(line, "$HOME") {
				shown = len(whole) - 1
			}
		case strings.HasPrefix(line, "    ") && shown >= 0:
			whole[shown].output = append(whole[shown].output, line)
		case line != "" && !strings.HasPrefix(line, "    "):
			shown = -1
			for _, words := range inText.FindAllStringSubmatch(line, -1) {
				if c := (told{line: i + 1, words: words[1]}); holder.MatchString(strings.ReplaceAll(words[1], "STOP", "")) {
					forms = append(forms, c)
				} else {
					whole = append(whole, c)
				}
			}
		}
	}
	if len(whole) < 12 || len(forms) == 0 {
		t.Fatalf("found %d commands and %d forms of commands in the README", len(whole), len(forms))
	}
	return whole, forms
}

// The README's commands run as they stand, one after the other, as somebody types them who follows it on a terminal; what it
// shows of their output is what they print.
func TestReadme(t *testing.T) {
	commands, _ := readme(t)
	r := newReader(t)
	for _, c := range commands {
		if c.words == "contactcast ui" || c.words == "contactcast status" {
			continue // the page's own tests open it; there is nothing yet whose status could be asked
		}
		got := r.types(c.words)
		if err := c.printed(got); err != nil {
			t.Fatalf("README.md, line %d: %s: %v; it printed\n%s", c.line, c.words, err, got)
		}
		if list, ok := strings.CutPrefix(c.words, "contactcast template "); ok {
			r.fillIn(list)
		}
	}
}

// Every command and flag that the README only mentions is one that the program has.
func TestReadmeMentionsWhatThereIs(t *testing.T) {
	_, forms := readme(t)
	parser, err := new(app).parser(t.Context(), new(commands), new(int))
	if err != nil {
		t.Fatal(err)
	}
	flags := map[string]bool{"--help-all": true, "--help": true}
	for _, node := range parser.Model.Leaves(true) {
		for _, f := range node.Flags {
			flags["--"+f.Name] = true
		}
	}
	for _, c := range forms {
		verb, _, _ := strings.Cut(strings.TrimPrefix(c.words, "contactcast "), " ")
		if verb != "COMMAND" && !slices.ContainsFunc(parser.Model.Children, func(n *kong.Node) bool { return n.Name == verb }) {
			t.Errorf("README.md, line %d: %s: there is no such command", c.line, c.words)
		}
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range regexp.MustCompile("[` ](--[a-z-]+)").FindAllStringSubmatch(string(text), -1) {
		if !flags[flag[1]] {
			t.Errorf("README.md: there is no flag %s", flag[1])
		}
	}
}

// What the README's table of troubles quotes is what the program says.
func TestReadmeTroubles(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(text), "| the message says |")
	if !ok {
		t.Fatal("there is no table of troubles")
	}
	table, _, _ = strings.Cut(table, "\n\n")
	places := regexp.MustCompile(`\{[^}]*\}`)
	lastForm := regexp.MustCompile(`\{[^|}]*\|[^}]*\|([^}]*)\}`)
	var sentences []string
	for _, e := range words.English().Entries {
		for _, sentence := range []string{e.Text, e.CLI} {
			sentences = append(sentences, places.ReplaceAllString(lastForm.ReplaceAllString(sentence, "$1"), "..."))
		}
	}
	quoted := 0
	for _, row := range strings.Split(table, "\n")[2:] {
		cell, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " | ")
		for _, quote := range regexp.MustCompile("`([^`]*)`").FindAllStringSubmatch(cell, -1) {
			quoted++
			if !slices.ContainsFunc(sentences, func(s string) bool { return strings.Contains(s, quote[1]) }) {
				t.Errorf("nothing that the program says contains %q", quote[1])
			}
		}
	}
	if quoted < 15 {
		t.Errorf("found %d quotations", quoted)
	}
}

// reader is somebody who follows the README on a terminal.
type reader struct {
	t         *testing.T
	dir, home string
	server    string            // the account's address
	answers   map[string]string // to what the program asks
}

// newReader is a reader with an account, and the files that the README speaks of.
func newReader(t *testing.T) *reader {
	t.Helper()
	r := &reader{t: t, dir: t.TempDir(), server: readmeAccount(t)}
	r.home = filepath.Join(r.dir, "home")
	r.answers = map[string]string{"[y/N] ": "y", "idInstance: ": "1101000001", "apiTokenInstance (not shown): ": testToken, "]: ": r.server}
	if err := os.CopyFS(filepath.Join(r.dir, "samples"), os.DirFS(filepath.Join("..", "..", "samples"))); err != nil {
		t.Fatal(err)
	}
	customers, err := os.ReadFile(filepath.Join(r.dir, "samples", "recipients.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	r.write("home/lists/customers.xlsx", string(customers))
	r.write("opt-out.xlsx", "phone\n+491713920055\n")
	r.write("suppliers.csv", "phone\n+491713920056\n")
	r.write("gone.csv", "chatId\n491713920057@c.us\n")
	return r
}

func (r *reader) write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.dir, filepath.FromSlash(name))
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = os.WriteFile(path, []byte(text), 0o600)
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

// types runs a command on a terminal and returns what stands there at its end.
func (r *reader) types(words string) string {
	r.t.Helper()
	return strings.NewReplacer(r.home, "/home/anna", r.server, "https://1101.api.greenapi.com").Replace(seen(r.draws(100, words)))
}

// draws runs a command on a terminal of so many columns and returns all that it draws.
func (r *reader) draws(columns uint16, words string) string {
	r.t.Helper()
	self, err := os.Executable()
	if err != nil {
		r.t.Fatal(err)
	}
	args := strings.Fields(strings.NewReplacer(`"`, "", "$HOME", r.home).Replace(words))
	cmd := exec.Command(self, args[1:]...)
	cmd.Dir = r.dir
	cmd.Env = []string{asProgram + "=1", "HOME=" + r.home, "TZ=UTC", "TERM=xterm", "PATH=" + os.Getenv("PATH")}
	return onTerminal(r.t, columns, cmd, r.answers)
}

// readmeAccount is the account that the README's reader has; it returns its address.
func readmeAccount(t *testing.T) string {
	t.Helper()
	account, err := sandbox.Open(sandbox.Options{IDInstance: "1101000001", Token: testToken, Delay: 500 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(account)
	t.Cleanup(func() {
		if err := account.Close(); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return server.URL
}

// fillIn makes of the template what the README's reader makes of it: five rows, one of them without a country code.
func (r *reader) fillIn(name string) {
	r.t.Helper()
	f, err := excelize.OpenFile(filepath.Join(r.dir, name))
	if err != nil {
		r.t.Fatal(err)
	}
	defer f.Close()
	for i, chat := range []string{"+491713920021", "+491713920022", "0171 3920023", "+491713920024", "+491713920025"} {
		row := []any{chat, "+491713920099", "Anna", "", "Example", "Example & Co"}
		if err := f.SetSheetRow("Recipients", fmt.Sprintf("A%d", i+2), &row); err != nil {
			r.t.Fatal(err)
		}
	}
	if err := f.Save(); err != nil {
		r.t.Fatal(err)
	}
}

// timing is what differs from run to run.
var timing = regexp.MustCompile(`in [\d.]+m?s \([\d.]+/s\)|about \d+s`)

// stable are a text's lines that are not blank, nor a bar, without what differs from run to run.
func stable(text string) (lines []string) {
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimRight(timing.ReplaceAllString(line, "TIME"), " "); line != "" && !strings.Contains(line, "100% |") {
			lines = append(lines, line)
		}
	}
	return lines
}

// printed compares what a command printed with what the README shows: "..." stands for lines that it leaves out.
func (c told) printed(got string) error {
	if len(c.output) == 0 {
		if strings.Contains("\n"+got, "\ncontactcast: ") {
			return errors.New("it failed")
		}
		return nil
	}
	want, rest := stable(strings.Join(c.output, "\n")), stable(got)
	margin := len(want[0]) - len(strings.TrimLeft(want[0], " "))
	skip := false
	for _, line := range want {
		line = line[min(margin, len(line)-len(strings.TrimLeft(line, " "))):]
		if line == "..." {
			skip = true
			continue
		}
		i := slices.Index(rest, line)
		if i < 0 || i > 0 && !skip {
			return fmt.Errorf("it does not print %q there", line)
		}
		rest, skip = rest[i+1:], false
	}
	if len(rest) > 0 && !skip {
		return fmt.Errorf("it goes on with %q", rest[0])
	}
	return nil
}
