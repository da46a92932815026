package cli

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"os"
)

// Every command has its page, and every page every flag that --help-all shows.
func TestManual(t *testing.T) {
	files, err := Manual("v1", "2026-11-29")
	if err != nil {
		t.Fatal(err)
	}
	for verb, flags := range map[string][]string{
		"":                 {"contactcast\\-optout\\-word\\-add", "4 another run holds this account", "contactcast send list.xlsx \\-\\-sandbox"},
		"-send":            {"\\-\\-settle=TIME", "\\-\\-quiet", "\\-\\-id\\-instance=N", "GREENAPI_URL", ".SS Limits", "send; the same command again"},
		"-report":          {"\\-o, \\-\\-output=FILE", "contactcast report list \\-o list.html"},
		"-optout-add":      {"contactcast optout add <chat> ..."},
		"-completion":      {"powershell"},
		"-login":           {"\\-\\-offline"},
		"-sandbox":         {"\\-\\-faults=LIST"},
		"-optout-word-add": {"contactcast optout word add <word>"},
	} {
		text, ok := files["man1/contactcast"+verb+".1"]
		if !ok {
			t.Errorf("contactcast%s has no page", verb)
		}
		for _, want := range flags {
			if !strings.Contains(text, want) {
				t.Errorf("contactcast%s.1 lacks %q", verb, want)
			}
		}
		if home, err := os.UserHomeDir(); err == nil && len(home) > 1 && strings.Contains(text, home) {
			t.Errorf("contactcast%s.1 names a folder of this machine", verb)
		}
	}
	for _, shell := range []string{"bash/contactcast", "zsh/_contactcast", "fish/contactcast.fish", "powershell/contactcast.ps1"} {
		if text := files["completions/"+shell]; !strings.Contains(text, "contactcast") || strings.Contains(text, "{program}") {
			t.Errorf("%s is %q", shell, text)
		}
	}
}

// The pages are well-formed, as the program sees it that shows them.
func TestManualPagesAreWellFormed(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("groff is not installed")
	}
	files, err := Manual("v1", "2026-11-29")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if filepath.Ext(name) != ".1" {
			continue
		}
		cmd := exec.Command(groff, "-man", "-Tutf8", "-ww", "-z")
		cmd.Stdin = strings.NewReader(text)
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %s, %v", name, out, err)
		}
	}
}

// A program's path is one word of the shell's, whatever it holds.
func TestCompletionOfAProgramInAnyFolder(t *testing.T) {
	for _, s := range shells {
		program, err := exec.LookPath(s.name)
		if err != nil {
			t.Logf("%s is not installed", s.name)
			continue
		}
		dir := filepath.Join(t.TempDir(), "it's here")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		asked := filepath.Join(dir, "contactcast")
		if err := os.WriteFile(asked, []byte("#!/bin/sh\necho \"asked: $COMP_LINE\"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		code := s.codeFor(asked)
		out := ""
		switch s.name {
		case "bash":
			// -C is a command line, to which bash adds the words
			out = run(t, program, "-c", code+`c=$(complete -p contactcast); eval "set -- $c"; while [ "$1" != -C ]; do shift; done; COMP_LINE="contactcast tr" eval "$2"`)
		case "fish":
			out = run(t, program, "-c", code+`complete -C "contactcast as"`)
			if !strings.HasPrefix(out, "asked: contactcast as") {
				t.Errorf("fish completes %q", out)
			}
			continue
		case "zsh":
			out = run(t, program, "-f", "-c", "compdef() { :; }; compadd() { print -r -- $@; }; "+code+"words=(contactcast tr); CURRENT=2; _contactcast")
		}
		if !strings.Contains(out, "asked: contactcast tr") {
			t.Errorf("%s completes %q", s.name, out)
		}
	}
}

func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v", program, err)
	}
	return string(out)
}
