package ui

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// leftOut is whom a list leaves out, besides those who are never written to.
type leftOut struct {
	// Rows are the rows that were left out, by reason.
	Rows []leftOutRows
	// Files were uploaded here, Kept were named by earlier runs.
	Files []leftOutFile
	Kept  []job.KeptList
}

type leftOutRows struct {
	Sentence string
	Count    int
}

type leftOutFile struct {
	Name, Path string
	Sentence   string // how many chats it holds; "" if it was not read
	Doubt      string // what in it may be a number that could not be read
}

// leftOutOf says whom a list leaves out; c is nil if it could not be checked.
func (s *server) leftOutOf(l list, c *checking) (o leftOut) {
	for _, path := range l.Exclude {
		o.Files = append(o.Files, leftOutFile{Name: filepath.Base(path), Path: path})
	}
	if c == nil || c.checked == nil {
		return o
	}
	o.Kept = c.kept
	for i, f := range o.Files {
		for _, read := range c.checked.Read.Excludes {
			if read.File == f.Path {
				o.Files[i].Sentence = s.say("page/chats-in-file", "n", read.Chats)
				if read.Unread > 0 {
					o.Files[i].Doubt = s.sentence(read.FirstUnread)
				}
			}
		}
	}
	for _, by := range c.checked.LeftOut {
		code := words.Code("left-out/" + by.Code)
		if by.Code == "opted-out" && by.List == "" {
			code = "left-out/opted-out-all"
		}
		if !s.lang.Has(code) {
			code = "left-out/other"
		}
		list := by.List
		if by.Code != "already-sent" { // a job's name stays whole
			list = filepath.Base(list)
		}
		o.Rows = append(o.Rows, leftOutRows{s.say(code, "list", list, "job", list, "code", by.Code), by.Rows})
	}
	return o
}

// leaveOut has a list leave out whom a file names, or no longer.
func (s *server) leaveOut(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	var added []string
	err = r.files(w, mostUpload, func(_, name string, content io.Reader) error {
		folder, err := s.shelf.within(l)
		if err != nil {
			return err
		}
		path := filepath.Join(folder, safeName(name))
		added = append(added, path)
		return copyOwn(path, content)
	})
	if err != nil {
		return err
	}
	gone := r.Form.Get("remove")
	if len(added) == 0 && gone == "" {
		return errNoFile
	}
	err = s.shelf.change(l.Name, l.Trial, func(l *list) {
		l.Exclude = append(slices.DeleteFunc(slices.Clone(l.Exclude), func(path string) bool { return path == gone }), added...)
	})
	if err != nil {
		return err
	}
	if filepath.Dir(filepath.Dir(gone)) == l.Folder && slices.Contains(l.Exclude, gone) {
		_ = os.RemoveAll(filepath.Dir(gone))
	}
	return r.back(w, address(r.base, "lists", l.Name, "check"))
}

// lift has a list write to somebody again whom it left out.
func (s *server) lift(w http.ResponseWriter, r *request) error {
	if err := r.form(w); err != nil {
		return err
	}
	l, err := s.list(r)
	if err != nil {
		return err
	}
	chat := r.PostFormValue("chat")
	_, err = job.RemoveOptOuts(r.Context(), job.OptOutOptions{From: s.fromOf(r, l), Job: l.Name,
		Chats: job.Chats{IDs: pasted(chat), Region: l.Reading.Region, Use: "optout remove"}})
	if err != nil {
		return err
	}
	s.checks.stale()
	r.told("page/never-removed", "chat", chat)
	return r.back(w, address(r.base, "lists", l.Name, "check"))
}
