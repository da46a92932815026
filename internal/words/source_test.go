package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// made is a place in the source where a fact is made, or a code is named.
type made struct {
	at     string
	code   Code
	places []string // what it supplies; nil where only the code is named
	whole  bool     // the fact is made here: places are all that it supplies
}

// The source and the catalogue agree: every code that is made has its sentence, every place of
// the sentence is supplied by its makers, and every sentence is somebody's.
func TestEveryCodeHasItsSentence(t *testing.T) {
	l := English()
	used := map[Code]bool{asTold: true}
	var begun []string // what a code begins with whose end is not known before it runs
	for _, m := range source(t) {
		if strings.HasSuffix(string(m.code), "/") || strings.HasSuffix(string(m.code), "-") {
			begun = append(begun, string(m.code))
			continue
		}
		e, ok := l.Entries[m.code]
		if !ok {
			t.Errorf("%s: %s has no sentence", m.at, m.code)
			continue
		}
		used[m.code] = true
		for _, place := range append(Places(e.Text), Places(e.CLI)...) {
			if m.whole && !slices.Contains(m.places, place) && !slices.Contains(commands, place) {
				t.Errorf("%s: %s does not supply {%s}", m.at, m.code, place)
			}
		}
	}
	for code := range l.Entries {
		if !used[code] && !slices.ContainsFunc(begun, func(b string) bool { return strings.HasPrefix(string(code), b) }) {
			t.Errorf("%s is nobody's", code)
		}
	}
}

// commands are the places that the command line fills in every sentence.
var commands = []string{"login", "optout", "seen", "status", "flag"}

// source finds all codes in the program's source: what New is called with, constants of type
// Code, and every other text that is or looks like one of the catalogue's codes.
func source(t *testing.T) (all []made) {
	t.Helper()
	files := token.NewFileSet()
	bases := map[string]bool{}
	for code := range English().Entries {
		bases[code.ErrorCode()] = true
	}
	all = templates(t)
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2, d.IsDir() && d.Name() == "testdata":
			return fs.SkipDir
		case d.IsDir(), filepath.Ext(path) != ".go", strings.HasSuffix(path, "_test.go"), catalogue(path):
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(files, path, text, 0)
		if err != nil {
			return err
		}
		all = append(all, codes(files, file, bases)...)
		return nil
	})
	if err != nil || len(all) < 50 {
		t.Fatalf("%d codes, %v", len(all), err)
	}
	return all
}

// said finds the codes in a template.
var said = regexp.MustCompile(`"((?:page|report)/[A-Za-z-]+)"`)

// templates finds the codes that the page's and the report's templates name.
func templates(t *testing.T) (all []made) {
	t.Helper()
	files, err := filepath.Glob("../ui/templates/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d templates, %v", len(files), err)
	}
	files = append(files, "../../report/page.html")
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range said.FindAllStringSubmatch(string(text), -1) {
			all = append(all, made{at: path, code: Code(found[1])})
		}
	}
	return all
}

// catalogue reports whether a file holds sentences rather than makes facts.
func catalogue(path string) bool {
	dir, name := filepath.Split(path)
	return filepath.Base(dir) == "words" && !slices.Contains([]string{"status.go", "remedy.go", "outcome.go", "reason.go"}, name)
}

// codes finds the codes in one file.
func codes(files *token.FileSet, file *ast.File, bases map[string]bool) (all []made) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.CallExpr:
			first, whole := makes(n.Fun)
			if code, ok := literal(n, first); ok {
				all = append(all, made{files.Position(n.Pos()).String(), code, places(n.Args[first+1:]), whole && !n.Ellipsis.IsValid()})
			}
		case *ast.ValueSpec:
			if s, ok := n.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Code" {
				for _, v := range n.Values {
					all = named(all, files, v, nil)
				}
			}
		case *ast.BasicLit:
			all = named(all, files, n, bases)
		}
		return true
	})
	return all
}

// makes returns where a function that makes a fact takes the code, before pairs of names and
// values, or -1 for any other; whole says that these are all the places it supplies.
func makes(fun ast.Expr) (first int, whole bool) {
	name := ""
	switch f := fun.(type) {
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && (x.Name == "words" || f.Sel.Name != "New") {
			name = f.Sel.Name
		}
	case *ast.Ident:
		name = f.Name
	}
	switch name {
	case "New", "text", "say", "tell", "print", "Text":
		return 0, true
	case "refuse", "note", "warn":
		return 0, false
	case "refuseFor":
		return 1, false
	}
	return -1, false
}

func literal(call *ast.CallExpr, at int) (Code, bool) {
	if at < 0 || len(call.Args) <= at {
		return "", false
	}
	lit, ok := call.Args[at].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return Code(text), err == nil && text != "" && !strings.ContainsAny(text, " %")
}

func places(args []ast.Expr) []string {
	names := []string{}
	for i := 0; i < len(args); i += 2 {
		if lit, ok := args[i].(*ast.BasicLit); ok {
			name, _ := strconv.Unquote(lit.Value)
			names = append(names, name)
		}
	}
	return names
}

// named adds a text that is a code; if bases are given, only one that begins as a code of the catalogue does.
func named(all []made, files *token.FileSet, v ast.Expr, bases map[string]bool) []made {
	lit, ok := v.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return all
	}
	text, err := strconv.Unquote(lit.Value)
	base, rest, slashed := strings.Cut(text, "/")
	_, known := English().Entries[Code(text)]
	if err != nil || text == "" || bases != nil && !known && (!slashed || !bases[base] || strings.ContainsAny(rest, "/ .%{")) {
		return all
	}
	return append(all, made{at: files.Position(lit.Pos()).String(), code: Code(text)})
}
