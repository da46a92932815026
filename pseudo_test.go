package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"contactcast/importer"
	"contactcast/internal/layout"
	"contactcast/internal/words"
)

// pseudoVariable has the sessions' program speak the pseudo-language.
const pseudoVariable = "PSEUDO"

// sessionLanguage is the one that the sessions' program speaks.
func sessionLanguage() words.Language {
	if os.Getenv(pseudoVariable) == "" {
		return words.English()
	}
	return pseudoLanguage()
}

// pseudoLanguage is English in letters that nothing else is written in: whatever stands in others
// is a value, or a sentence from outside the catalogue.
func pseudoLanguage() words.Language {
	l := words.English()
	entries := make(map[words.Code]words.Entry, len(l.Entries))
	for code, e := range l.Entries {
		e.Text, e.CLI = pseudo(e.Text), pseudo(e.CLI)
		entries[code] = e
	}
	l.Entries = entries
	return l
}

// pseudo writes a sentence in full-width letters, its places as they are and their forms as the rest.
func pseudo(text string) string {
	var b strings.Builder
	for text != "" {
		plain, rest, _ := strings.Cut(text, "{")
		b.WriteString(wide(plain))
		place, after, found := strings.Cut(rest, "}")
		if found {
			name, forms, plural := strings.Cut(place, "|")
			b.WriteString("{" + name)
			if plural {
				b.WriteString("|" + wide(forms))
			}
			b.WriteString("}")
		}
		text = after
	}
	return b.String()
}

func wide(text string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r - 'A' + 'Ａ'
		}
		return r
	}, text)
}

// A run in another language finds no sentence outside the catalogue: the sessions once more, without what they expect
// to read, and every word of what the program says or writes is the language's, a value's or a name.
func TestNoSentenceOutsideTheCatalogue(t *testing.T) {
	dir := t.TempDir()
	var mu sync.Mutex
	seen := map[string]bool{} // words that were told
	known := namesOfAllLanguages(t)
	scripts, err := filepath.Glob("samples/sessions/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatal(err)
	}
	for _, script := range scripts {
		if name := strings.TrimSuffix(filepath.Base(script), ".txtar"); slices.Contains(leftOut(), name) {
			continue
		}
		text, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(script)), []byte(withoutExpectations(string(text))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := sessions(t, dir)
	setup := p.Setup
	reports := map[string][]string{} // what a session's reports say
	p.Setup = func(e *testscript.Env) error {
		e.Setenv(pseudoVariable, "1")
		e.Defer(func() {
			mu.Lock()
			defer mu.Unlock()
			session := strings.TrimPrefix(filepath.Base(e.WorkDir), "script-")
			reports[session] = writtenIn(t, e.WorkDir)
		})
		return setup(e)
	}
	testscript.RunT(&listener{T: t, heard: func(session, said string) {
		own := wordsOf(readFile(t, filepath.Join(dir, session+".txtar")))
		mu.Lock()
		defer mu.Unlock()
		for _, line := range append(spoken(said), reports[session]...) {
			unknown := slices.DeleteFunc(unknownWords(line, known, own), func(word string) bool { return seen[word] })
			if len(unknown) == 0 {
				continue
			}
			t.Errorf("%s: %q in: %s", session, unknown, line)
			for _, word := range unknown {
				seen[word] = true
			}
		}
	}}, p)
}

// leftOut are sessions in which other programs speak, too, and those that are about time and say nothing new.
func leftOut() []string {
	return []string{"privacy", "wrapper", "killed", "two-runs", "spacing", "signals", "resume", "same-report", "first-try"}
}

// listener hears what the sessions' programs say.
type listener struct {
	*testing.T
	heard   func(session, said string)
	session string
	said    strings.Builder
}

func (l *listener) Run(name string, run func(testscript.T)) {
	l.T.Run(name, func(t *testing.T) {
		one := &listener{T: t, heard: l.heard, session: name}
		defer func() {
			said := one.said.String()
			if t.Failed() {
				t.Log(said)
			}
			one.heard(name, said)
		}()
		run(one)
	})
}

func (l *listener) Log(args ...any) { fmt.Fprintln(&l.said, args...) }
func (l *listener) Verbose() bool   { return true }

// expectation is a line of a session that says what is to be read.
var expectation = regexp.MustCompile(`^(\[[^]]*\] )*(! )?(stdout|stderr|grep|cmp|ttyout) `)

// withoutExpectations is a session of which only what is done is left.
func withoutExpectations(script string) string {
	commands, files, hasFiles := strings.Cut(script, "\n-- ")
	lines := strings.Split(commands, "\n")
	for i, line := range lines {
		if expectation.MatchString(line) || strings.HasPrefix(line, "#") {
			lines[i] = ""
		}
		if before, after, ok := strings.Cut(line, "eventually '"); ok {
			pattern, command, _ := strings.Cut(after, "'")
			lines[i] = before + "eventually '" + wide(pattern) + "'" + command
		}
	}
	if !hasFiles {
		return strings.Join(lines, "\n")
	}
	return strings.Join(lines, "\n") + "\n-- " + files
}

// spoken are the lines that the program said, without its help.
func spoken(log string) (lines []string) {
	silent := true
	for line := range strings.Lines(log) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "> "):
			silent = notSpoken.MatchString(line) || !strings.Contains(line, "contactcast") && !strings.Contains(line, "cells") && !strings.Contains(line, "wait")
		case silent, line == "", line == "PASS", strings.HasPrefix(line, "#"), strings.HasPrefix(line, "[std"), strings.HasPrefix(line, "[exit status"):
		case strings.HasPrefix(line, "{"):
			lines = append(lines, sentencesIn(line)...)
		default:
			lines = append(lines, line)
		}
	}
	return lines
}

// notSpoken are commands of a session whose output is help, or another program's.
var notSpoken = regexp.MustCompile(`help|completion|version|contactcast$|contactcast\.sh`)

// sentencesIn are the values of an object that are for people.
func sentencesIn(object string) (all []string) {
	var v any
	if json.Unmarshal([]byte(object), &v) != nil {
		return []string{object}
	}
	var walk func(key string, v any)
	walk = func(key string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, inner := range v {
				walk(k, inner)
			}
		case []any:
			for _, inner := range v {
				walk(key, inner)
			}
		case string:
			if slices.Contains([]string{"message", "stop", "next", "text", "cause"}, key) || key == "error" && v != "" {
				all = append(all, v)
			}
		}
	}
	walk("", v)
	return all
}

var (
	// noSentence is what is written alike in all languages: addresses, paths, flags, commands, variables, quoted values.
	noSentence = regexp.MustCompile(`https?://\S+|[A-Za-z]:\\\S+|\S*/\S+|--[a-z-]+|\bcontactcast( [a-z-]+)*|\b[A-Z][A-Z_]+\b|"[^"]*"|'[^']*'|\S+@[a-z.]+|\S*\.(csv|xlsx|html|jsonl|prom|db|txt|vcf)\b|` +
		`\b3EB0[0-9A-F]+\b|ＨＴＴＰ \d+ [^;)]*|\b(get|send|last|set)[A-Z]\w+`)
	aWord = regexp.MustCompile(`[A-Za-z]{2,}`)
)

// unknownWords are a line's words that are nobody's.
func unknownWords(line string, known, own map[string]bool) (words []string) {
	for _, phrase := range othersSay() {
		line = strings.ReplaceAll(line, phrase, "")
	}
	for _, word := range aWord.FindAllString(noSentence.ReplaceAllString(line, " "), -1) {
		if !known[strings.ToLower(word)] && !own[strings.ToLower(word)] {
			words = append(words, word)
		}
	}
	return words
}

// othersSay are phrases of the system and of the API.
func othersSay() []string {
	return []string{"no such file or directory", "not a directory", "permission denied", "connection refused", "is a directory", "file name too long",
		"missing port in address", "listen tcp: address", "dial tcp", "lstat", "Ctrl-C", "fault ", "unknown method"}
}

// namesOfAllLanguages are codes, statuses, columns and fields.
func namesOfAllLanguages(t *testing.T) map[string]bool {
	t.Helper()
	var all []string
	for code := range words.English().Entries {
		all = append(all, string(code))
	}
	for _, s := range words.Statuses() {
		all = append(all, string(s))
	}
	for _, d := range words.Deliveries() {
		all = append(all, string(d))
	}
	for _, f := range importer.Fields() {
		all = append(all, string(f))
	}
	all = append(all, layout.Columns(nil, true)...)
	if host, err := os.Hostname(); err == nil {
		all = append(all, host)
	}
	samples, err := filepath.Glob("samples/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range samples {
		all = append(all, readFile(t, path))
	}
	all = append(all, "ms", "utf", "lid", "contactcast", "console", "Recipients", "Example & Co")
	return wordsOf(strings.Join(all, " "))
}

// wordsOf are the words of a text.
func wordsOf(text string) map[string]bool {
	all := map[string]bool{}
	for _, word := range aWord.FindAllString(text, -1) {
		all[strings.ToLower(word)] = true
	}
	return all
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// writtenIn is what the reports in a folder say, cell by cell and paragraph by paragraph.
func writtenIn(t *testing.T, dir string) (said []string) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch filepath.Ext(path) {
		case ".html":
			_, page, _ := strings.Cut(readFile(t, path), "</style>")
			said = append(said, strings.Split(inAngles.ReplaceAllString(page, "\n"), "\n")...)
		case ".xlsx":
			said = append(said, cellsOf(path)...)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return said
}

var inAngles = regexp.MustCompile(`<[^>]*?(?:aria-label="([^"]*)")?[^>]*>`)

// cellsOf are a workbook's cells, without the rows' own; none if it is no workbook.
func cellsOf(path string) (all []string) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return all
		}
		for _, row := range rows {
			all = append(all, row...)
		}
	}
	return all
}
