package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
)

// Everything that can be done has its words on a command line and its name on a page.
func TestEveryRemedyHasBothRenderings(t *testing.T) {
	l, known := English(), map[Remedy]bool{}
	for _, r := range remedies(t) {
		known[r] = true
		for _, code := range []Code{r.Code(), r.Control()} {
			if e, ok := l.Entries[code]; !ok || e.Text == "" {
				t.Errorf("%s has no words", code)
			}
		}
	}
	for code, e := range l.Entries {
		if kind, name, ok := strings.Cut(string(code), "/"); ok && (kind == "remedy" || kind == "control") && !known[Remedy(strings.TrimSuffix(name, "/stdin"))] {
			t.Errorf("%s is no remedy", code)
		}
		for _, r := range e.Remedies {
			if !known[r] {
				t.Errorf("%s can be cured by %s, which is no remedy", code, r)
			}
		}
	}
}

// remedies are the constants of that type.
func remedies(t *testing.T) (all []Remedy) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "remedy.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok {
					name, _ := strconv.Unquote(lit.Value)
					all = append(all, Remedy(name))
				}
			}
		}
		return true
	})
	if len(all) < 20 {
		t.Fatalf("only %d remedies were found", len(all))
	}
	return all
}
