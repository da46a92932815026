package ui

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// neverRoutes are the list of chats never to write to.
func (s *server) neverRoutes(r routes) {
	r.on("GET /never", s.showNever)
	r.on("POST /never", s.addNever)
	r.on("POST /never/remove", s.removeNever)
	r.on("POST /never/words", s.changeWords)
	r.on("POST /never/seen", s.decideSenders)
}

// neverData is what the view of them shows.
type neverData struct {
	job.Consent
	OptOuts []job.OptOut // of this page
	Search  string
	Found   int
	Pages   pages
	Form    neverForm
	Trouble trouble
}

type neverForm struct{ Chats, Region string }

// onePage is how many rows a page of a table has.
const onePage = 50

// pages is where a page stands among others, counted from 1.
type pages struct{ Page, Last, From, To, Of int }

// pageOf is a page of so many rows; one that is not there is the nearest.
func pageOf(asked string, rows int) pages {
	page, err := strconv.Atoi(asked)
	if err != nil {
		page = 1
	}
	p := pages{Last: max(1, (rows+onePage-1)/onePage), Of: rows}
	p.Page = min(max(page, 1), p.Last)
	p.From, p.To = (p.Page-1)*onePage, min(p.Page*onePage, rows)
	return p
}

// First is the number of the page's first row among them all, from 1.
func (p pages) First() int { return min(p.From+1, p.To) }

func (s *server) showNever(w http.ResponseWriter, r *request) error {
	d, err := s.neverData(r)
	if err != nil {
		return err
	}
	return s.show(w, r, "never", view{Title: words.New("page/never"), Screen: "never", Data: d})
}

func (s *server) neverData(r *request) (d neverData, err error) {
	d.Search = strings.TrimSpace(r.URL.Query().Get("search"))
	if d.Consent, err = job.ConsentOf(r.Context(), s.from(r)); err != nil {
		return d, err
	}
	var found []job.OptOut
	for o, err := range job.OptOuts(r.Context(), s.from(r)) {
		if err != nil {
			return d, err
		}
		if holds(o, d.Search) {
			found = append(found, o)
		}
	}
	d.Found, d.Pages = len(found), pageOf(r.URL.Query().Get("page"), len(found))
	d.OptOuts = found[d.Pages.From:d.Pages.To]
	return d, nil
}

// holds reports whether an entry has what was searched for: digits in its chat, or words in its evidence.
func holds(o job.OptOut, search string) bool {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" +()-.", r) {
			return -1
		}
		return r
	}, search)
	digits = strings.TrimLeft(digits, "0") // as it is dialled
	fold := strings.ToLower(search)
	return search == "" || digits != "" && strings.Contains(o.ChatID, digits) || strings.Contains(strings.ToLower(o.List), fold) || strings.Contains(strings.ToLower(o.Word), fold)
}

// addNever puts on the list what was pasted and what was uploaded, all of it or nothing.
func (s *server) addNever(w http.ResponseWriter, r *request) error {
	folder, err := s.shelf.folder()
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	o := job.OptOutOptions{From: s.from(r), Chats: job.Chats{Use: "optout add"}}
	err = r.files(w, mostUpload, func(_, name string, content io.Reader) error {
		path := filepath.Join(folder, safeName(name))
		o.Chats.Names = append(o.Chats.Names, path)
		return copyOwn(path, content)
	})
	if err != nil {
		return err
	}
	form := neverForm{r.Form.Get("chats"), strings.ToUpper(strings.TrimSpace(r.Form.Get("region")))}
	o.Chats.Region, o.Chats.IDs = form.Region, pasted(form.Chats)
	var added job.OptOutResult
	if len(o.Chats.IDs)+len(o.Chats.Names) == 0 {
		err = &Error{Reason: words.New("page/no-chat-given")}
	} else {
		added, err = job.AddOptOuts(r.Context(), o)
	}
	if err != nil {
		d, derr := s.neverData(r)
		d.Form, d.Trouble = form, s.trouble(err)
		v := view{Title: words.New("page/never"), Screen: "never", Data: d}
		return errors.Join(derr, s.showAs(w, r, http.StatusUnprocessableEntity, "never", v))
	}
	s.checks.stale()
	r.told("page/never-added", "n", added.Changed, "total", added.Total)
	return r.back(w, cmp.Or(ownPath(r.Form.Get("back")), address(r.base, "never")))
}

// pasted are the chats of a text, one a line or between commas and semicolons.
func pasted(text string) (all []string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\r\n\t,;", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// ownPath is where a form wants to go back to, if that is a view of this page.
func ownPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, `\`) || strings.ContainsFunc(path, unicode.IsControl) {
		return ""
	}
	return path
}

func (s *server) removeNever(w http.ResponseWriter, r *request) error {
	if err := r.form(w); err != nil {
		return err
	}
	chat := r.PostFormValue("chat")
	if _, err := job.RemoveOptOuts(r.Context(), job.OptOutOptions{From: s.from(r), Chats: job.Chats{IDs: []string{chat}, Use: "optout remove"}}); err != nil {
		return err
	}
	s.checks.stale()
	r.told("page/never-removed", "chat", chat)
	return r.back(w, address(r.base, "never"))
}

// changeWords adds or removes a stop word.
func (s *server) changeWords(w http.ResponseWriter, r *request) error {
	if err := r.form(w); err != nil {
		return err
	}
	word := strings.TrimSpace(r.PostFormValue("word"))
	var err error
	if r.PostFormValue("do") == "remove" {
		err = job.RemoveStopWord(r.Context(), s.from(r), word)
	} else {
		_, err = job.AddStopWord(r.Context(), s.from(r), word)
	}
	if err != nil {
		return err
	}
	return r.back(w, address(r.base, "never")+"#words")
}

// decideSenders records that a person looked at who sent a stop word from a hidden number.
func (s *server) decideSenders(w http.ResponseWriter, r *request) error {
	if err := r.form(w); err != nil {
		return err
	}
	if _, err := job.DecideSenders(r.Context(), s.from(r), r.PostForm["sender"]); err != nil {
		return err
	}
	return r.back(w, address(r.base, "never")+"#words")
}
