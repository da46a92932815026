package ui

import (
	"html/template"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"text/template/parse"
	"unicode"

	"contactcast/internal/words"
)

// markup is what stands between angle brackets; spoken are attributes that people read or hear.
var (
	markup = regexp.MustCompile(`<[^>]*>?`)
	spoken = regexp.MustCompile(`(?:aria-label|title|alt|placeholder|data-confirm)="([^"]*)"`)
)

// No template says anything by itself: every word comes from the catalogue. Examples of what to type stand as they are.
func TestTemplatesSayNothingThemselves(t *testing.T) {
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil || len(files) < 8 {
		t.Fatal(files, err)
	}
	mayStand := map[string]bool{"contactcast": true, "· · contactcast": true, "console.green-api.com": true, "STOP": true, "DE": true,
		"idMessage": true, "mon-fri 09:00-18:00": true}
	for _, file := range files {
		set, err := template.New("x").Funcs(functions(words.English())).ParseFS(templateFiles, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range set.Templates() {
			if one.Tree == nil {
				continue
			}
			var all strings.Builder
			textsOf(one.Tree.Root, &all)
			text := all.String()
			for _, found := range spoken.FindAllStringSubmatch(text, -1) {
				if letters(found[1]) && !mayStand[found[1]] {
					t.Errorf("%s: %q", file, found[0])
				}
			}
			for _, line := range strings.Split(markup.ReplaceAllString(strings.ReplaceAll(text, "&nbsp;", ""), "\n"), "\n") {
				if line = strings.TrimSpace(line); letters(line) && !mayStand[line] {
					t.Errorf("%s: %q", file, line)
				}
			}
		}
	}
}

func letters(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }

// textsOf writes a template's texts, a mark in place of each action.
func textsOf(n parse.Node, to *strings.Builder) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, one := range n.Nodes {
				textsOf(one, to)
			}
		}
	case *parse.TextNode:
		to.Write(n.Text)
	case *parse.IfNode:
		branches(&n.BranchNode, to)
	case *parse.RangeNode:
		branches(&n.BranchNode, to)
	case *parse.WithNode:
		branches(&n.BranchNode, to)
	default:
		to.WriteString("·")
	}
}

func branches(n *parse.BranchNode, to *strings.Builder) {
	textsOf(n.List, to)
	textsOf(n.ElseList, to)
}

// Every remedy is a control that leads to a route that is there, or advice that has a sentence.
func TestEveryRemedyIsAControl(t *testing.T) {
	s, _ := serve(t)
	advice := map[words.Remedy]bool{words.ChooseState: true, words.NameProxy: true, words.SignIn: true, words.TrustFile: true, words.TrustSystem: true,
		words.NameEach: true, words.ExcludeEach: true}
	n := 0
	for code := range words.English().Entries {
		name, ok := strings.CutPrefix(string(code), "control/")
		if !ok {
			continue
		}
		n++
		r := words.Remedy(name)
		c := controlFor("", "list", r, words.New("x", "widened", "9-12", "job", "other"))
		if (c.Kind == asAdvice) != advice[r] {
			t.Errorf("%s is %s", r, c.Kind)
		}
		if c.Kind != asAdvice && c.To == "" || (c.Kind == asButton) != (c.Value != "") || c.Kind == asButton && c.Name == "" {
			t.Errorf("%s: %+v", r, c)
		}
		if text := s.sentence(c.Says); text == "" || strings.ContainsAny(text, "{}") {
			t.Errorf("%s is called %q", r, text)
		}
	}
	if n < 20 {
		t.Errorf("only %d remedies", n)
	}
}
