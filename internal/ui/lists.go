package ui

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// listRoutes are the first screen's: lists to begin with and to go on with.
func (s *server) listRoutes(r routes) {
	r.on("GET /{$}", s.showLists)
	r.on("POST /lists", s.addList)
	r.on("GET /new/{id}", s.askSame)
	r.on("POST /new/{id}", s.answerSame)
	r.on("POST /lists/{name}/forget", s.forgetList)
	r.on("POST /lists/{name}/try", s.tryList)
	r.on("GET /template.xlsx", s.downloadTemplate)
	r.on("GET /samples/{file}", s.downloadSample)
}

// listsData is what the first screen shows.
type listsData struct {
	Lists    []listRow
	Accounts []accountRow
	OptOuts  int
	// Undecided counts who sent a stop word and waits for a person to decide.
	Undecided int
	Samples   []string
}

// listRow is a list on the first screen: one that was sent, or only checked yet.
type listRow struct {
	Name, File string
	// Planned says that the ledger knows it.
	Planned, Running bool
	job.JobStatus
	Total int
	// Says is what it waits for, or why it stopped; or "".
	Says     string
	Controls []control
	// Lost says that its file is not there any more.
	Lost bool
}

func (s *server) showLists(w http.ResponseWriter, r *request) error {
	known, err := s.overview(r.Context(), s.from(r))
	if err != nil {
		return err
	}
	d := listsData{Accounts: known.accounts, OptOuts: known.consent.OptOuts, Undecided: len(known.consent.Undecided), Samples: sampleNames()}
	d.Lists = s.listRows(r, known.jobs)
	return s.show(w, r, "lists", view{Title: words.New("page/lists"), Screen: "lists", Data: d})
}

// listRows are the jobs of the ledger and the lists of the shelf, each once.
func (s *server) listRows(r *request, jobs []job.JobStatus) (rows []listRow) {
	shelf := s.shelf.all(r.trial())
	for _, l := range shelf {
		if !slices.ContainsFunc(jobs, func(j job.JobStatus) bool { return j.Name == l.Name }) {
			rows = append(rows, listRow{Name: l.Name, File: l.File, Lost: !l.there()})
		}
	}
	for _, j := range jobs {
		row := listRow{Name: j.Name, File: j.File, Planned: true, Running: j.Running, JobStatus: j, Total: j.Counts.Total(), Says: s.says(j)}
		row.Lost = !list{File: j.File}.there()
		for _, step := range j.Steps {
			row.Controls = append(row.Controls, controlFor(r.base, j.Name, step, words.Fact{}))
		}
		rows = append(rows, row)
	}
	return rows
}

// says is what a job waits for, or why it stopped with rows left.
func (s *server) says(j job.JobStatus) string {
	switch {
	case j.Wait.Reason.Code != "":
		return s.sentence(j.Wait.Reason)
	case j.StopCode != "":
		return s.sentence(j.Stop)
	}
	return ""
}

// overview is what the ledgers of a kind of account know.
type overview struct {
	accounts []accountRow
	jobs     []job.JobStatus
	consent  job.Consent
}

// job is what is known of a list that was planned; nil if it was not.
func (k overview) job(name string) *job.JobStatus {
	for i := range k.jobs {
		if k.jobs[i].Name == name {
			return &k.jobs[i]
		}
	}
	return nil
}

// overview asks the ledgers. That nothing was sent yet, or no account is kept, is no error.
func (s *server) overview(ctx context.Context, from job.From) (k overview, err error) {
	status, err := job.Status(ctx, job.StatusOptions{From: from})
	if nothingYet(err) {
		status.Consent, err = job.ConsentOf(ctx, from)
	}
	if err != nil {
		return k, err
	}
	k.jobs, k.consent = status.Jobs, status.Consent
	k.accounts, err = s.accountRows(from, status.Accounts)
	return k, err
}

// nothingYet reports whether an error only says that there is nothing to show yet.
func nothingYet(err error) bool {
	refusal, ok := errors.AsType[*job.Refusal](err)
	return ok && slices.Contains([]words.Code{"no-ledger", "credentials/no-id"}, refusal.Reason.Code)
}

// addList takes a file that was dropped or chosen. One named like a list that is known asks.
func (s *server) addList(w http.ResponseWriter, r *request) error {
	var l list
	err := r.files(w, mostUpload, func(_, name string, content io.Reader) (err error) {
		if l.Folder != "" {
			return &Error{Reason: words.New("page/one-file")}
		}
		l, err = s.shelf.upload(name, content)
		return err
	})
	if err == nil && l.Folder == "" {
		err = errNoFile
	}
	if err != nil {
		s.shelf.discard(l)
		return err
	}
	l.Trial = r.trial()
	taken, err := s.taken(r, l.Name)
	if err != nil {
		return err
	}
	if taken {
		return r.back(w, address(r.base, "new", s.shelf.pend(l)))
	}
	if err := s.shelf.put(l); err != nil {
		return err
	}
	return r.back(w, address(r.base, "lists", l.Name, "check"))
}

// taken reports whether a list, or a job, has that name.
func (s *server) taken(r *request, name string) (bool, error) {
	if _, ok := s.shelf.find(name, r.trial()); ok {
		return true, nil
	}
	known, err := s.overview(r.Context(), s.from(r))
	return known.job(name) != nil, err
}

// sameData is the question what a file is whose name a list has.
type sameData struct {
	ID, Name, Other string
	Row             *listRow
}

func (s *server) askSame(w http.ResponseWriter, r *request) error {
	l, ok := s.shelf.pending(r.PathValue("id"))
	if !ok {
		return errNotFound
	}
	other, err := s.free(r, l.Name)
	if err != nil {
		return err
	}
	known, err := s.overview(r.Context(), s.from(r))
	if err != nil {
		return err
	}
	d := sameData{ID: r.PathValue("id"), Name: l.Name, Other: other}
	for _, row := range s.listRows(r, known.jobs) {
		if row.Name == l.Name {
			d.Row = &row
		}
	}
	return s.show(w, r, "same", view{Title: words.New("page/same-name", "name", l.Name), Screen: "lists", Data: d})
}

// free is a name like the one that is taken.
func (s *server) free(r *request, name string) (string, error) {
	for n := 2; ; n++ {
		other := name + " " + strconv.Itoa(n)
		taken, err := s.taken(r, other)
		if err != nil || !taken {
			return other, err
		}
	}
}

func (s *server) answerSame(w http.ResponseWriter, r *request) error {
	if err := r.form(w); err != nil {
		return err
	}
	l, ok := s.shelf.pending(r.PathValue("id"))
	if !ok {
		return errNotFound
	}
	switch r.FormValue("is") {
	case "same":
		if before, ok := s.shelf.find(l.Name, l.Trial); ok { // what was said about it holds
			before.File, before.Folder = l.File, l.Folder
			l = before
		}
	case "new":
		var err error
		if l.Name, err = s.free(r, l.Name); err != nil {
			return err
		}
	default:
		s.shelf.drop(r.PathValue("id"))
		return r.back(w, r.home())
	}
	if err := s.shelf.put(l); err != nil {
		return err
	}
	s.shelf.settle(r.PathValue("id"))
	return r.back(w, address(r.base, "lists", l.Name, "check"))
}

// goOnWith has a list's file be that of another list, which goes on with it.
func (s *server) goOnWith(w http.ResponseWriter, r *request, l list, other string) error {
	was := l.Name
	s.checks.drop(listKey{was, l.Trial})
	s.shelf.leave(was, l.Trial)
	l.Name, l.Already = other, ""
	if err := s.shelf.put(l); err != nil {
		return err
	}
	r.told("page/went-on", "name", other)
	return r.back(w, address(r.base, "lists", other, "check"))
}

// forgetList takes a list off the page. What was sent stays in the ledger.
func (s *server) forgetList(w http.ResponseWriter, r *request) error {
	name := r.PathValue("name")
	s.checks.drop(listKey{name, r.trial()})
	if err := s.shelf.remove(name, r.trial()); err != nil {
		return err
	}
	r.told("page/list-forgotten", "name", name)
	return r.back(w, r.home())
}

// tryList has a copy of a list among the trials, with all that was said about it.
func (s *server) tryList(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	file, err := os.Open(l.File)
	if err != nil {
		return err
	}
	defer file.Close()
	trial, err := s.shelf.upload(filepath.Base(l.File), file)
	if err != nil {
		return err
	}
	trial.Name, trial.Trial, trial.Reading, trial.Said = l.Name, true, l.Reading, l.Said
	if err := s.shelf.put(trial); err != nil {
		return err
	}
	return r.back(w, address(trialBase, "lists", l.Name, "check"))
}

// list finds the list of a request: one on the shelf, or a job that was begun elsewhere.
func (s *server) list(r *request) (list, error) {
	name := r.PathValue("name")
	if l, ok := s.shelf.find(name, r.trial()); ok {
		return l, nil
	}
	known, err := s.overview(r.Context(), s.from(r))
	if err != nil {
		return list{}, err
	}
	j := known.job(name)
	if j == nil || !filepath.IsAbs(j.File) {
		return list{}, errNotFound
	}
	l := list{Name: name, File: j.File, Trial: r.trial()}
	return l, s.shelf.put(l)
}
