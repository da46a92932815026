package ui

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"path/filepath"
	"strings"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed assets/*
var assetFiles embed.FS

// views are the templates, one set a screen: each is base.html with the screen's own main.
type views struct{ byName map[string]*template.Template }

// view is what every screen's template is given; Data is the screen's own.
type view struct {
	Base    string // of links: "" or "/try"
	Trial   bool
	Title   words.Fact
	Screen  string // "lists", "accounts", "never", "check", "send", "result"
	List    string // the list's name on its own screens, or ""
	Notes   []note
	Refresh int // seconds until a browser without scripts looks again; 0 is never
	Version string
	Data    any
}

// inView is something that is shown, with the view that it is part of.
type inView struct {
	View view
	Item any
}

// At is a link to a view of the same base.
func (v view) At(parts ...string) string { return address(v.Base, parts...) }

// Real is a link to the same place outside of trials, Try the one within.
func (v view) Real() string { return "/" }

// Try is the first screen of trials.
func (v view) Try() string { return trialBase + "/" }

func parseViews(lang words.Language) (*views, error) {
	base, err := template.New("base.html").Funcs(functions(lang)).ParseFS(templateFiles, "templates/base.html", "templates/part-*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(templateFiles, "templates/screen-*.html")
	if err != nil {
		return nil, err
	}
	v := &views{byName: map[string]*template.Template{}}
	for _, file := range names {
		own, err := base.Clone()
		if err == nil {
			own, err = own.ParseFS(templateFiles, file)
		}
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(path.Base(file), "screen-"), ".html")
		v.byName[name] = own
	}
	return v, nil
}

// functions are what templates can do: everything that is said comes from the catalogue.
func functions(lang words.Language) template.FuncMap {
	return template.FuncMap{
		"say": func(code string, pairs ...any) string { return lang.Sentence(words.New(words.Code(code), pairs...)) },
		// sentence is a fact that others found.
		"sentence":   func(f words.Fact) string { return sentence(lang, f) },
		"status":     func(s words.Status) string { return lang.Sentence(words.New(words.Code("page/status-" + string(s)))) },
		"delivery":   func(d string) string { return lang.Sentence(words.New(words.Code("page/delivery-" + d))) },
		"field":      func(f any) string { return lang.Sentence(words.New(words.Code(fmt.Sprint("page/field-", f)))) },
		"number":     lang.Number,
		"duration":   duration,
		"rows":       words.Rows,
		"bars":       barsOf,
		"base":       filepath.Base,
		"within":     func(v view, item any) inView { return inView{v, item} },
		"of":         func(c job.Counts, s words.Status) int { return c[s] },
		"dict":       dict,
		"sign":       sign,
		"pager":      newPager,
		"delimiters": func() []delimiter { return delimiters },
		"time":       clock,
		"stamp":      func(t time.Time) string { return t.Format(time.RFC3339) },
	}
}

// dict is a map of names and values, for a template's part that needs several.
func dict(pairs ...any) (map[string]any, error) {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("%v is no name", pairs[i])
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}

// show answers with a screen.
func (s *server) show(w http.ResponseWriter, r *request, name string, v view) error {
	return s.showAs(w, r, http.StatusOK, name, v)
}

// showAs answers with a screen and a status.
func (s *server) showAs(w http.ResponseWriter, r *request, status int, name string, v view) error {
	v.Base, v.Trial, v.Version = r.base, r.trial(), s.options.Version
	v.Notes = append(v.Notes, r.session.told()...)
	return s.render(w, status, name, v)
}

func (s *server) render(w http.ResponseWriter, status int, name string, v view) error {
	t, ok := s.views.byName[name]
	if !ok {
		return fmt.Errorf("there is no template %s", name)
	}
	var b bytes.Buffer // whole or not at all
	if err := t.ExecuteTemplate(&b, "base.html", v); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // whoever asked may have gone
	return nil
}

// outside answers who was not let in.
func (s *server) outside(w http.ResponseWriter, code words.Code) {
	v := view{Title: words.New(code), Screen: "outside", Version: s.options.Version}
	if err := s.render(w, http.StatusForbidden, "outside", v); err != nil {
		http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
	}
}

// assets serves style sheets, scripts and pictures, which hold nothing of anybody's.
func assets() http.Handler {
	files := http.FileServerFS(assetFiles)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") { // no listing
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "max-age=60")
		files.ServeHTTP(w, r)
	})
}
