package ui

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// resultRoutes are the fourth screen's: what arrived, what needs a person, and the reports.
func (s *server) resultRoutes(r routes) {
	r.on("GET /lists/{name}/result", s.showResult)
	r.on("POST /lists/{name}/track", s.track)
	r.on("POST /lists/{name}/resolve", s.resolve)
	r.on("GET /lists/{name}/report/{file}", s.downloadReport)
}

// resultData is what the fourth screen shows.
type resultData struct {
	Name   string
	Status *job.JobStatus // nil: nothing of the list was planned yet
	Total  int
	// Arrived is on phones, Read of it opened, OnWay accepted and not known to have arrived, Lost will not arrive by itself.
	Arrived, Read, OnWay, Lost int
	// Tracking is where asking what arrived stands; Look says that the page may ask again by itself.
	Tracking *liveProgress
	Look     bool
	Sending  bool // it is being sent, and nobody can decide about it
	Notes    []liveNote
	Trouble  trouble

	Needs   []needGroup // rows that need a person
	Filters []filter
	Show    string
	Header  []string
	Rows    []resultRow
	Pages   pages
	Reports []string
}

// Needing counts the rows that need a person.
func (d resultData) Needing() int {
	c := d.Status.Counts
	return c[words.Unknown] + c[words.Rejected] + c[words.Invalid] + d.Lost
}

// needGroup is rows that need a person for the same reason.
type needGroup struct {
	ID       string
	Title    words.Code
	Means    words.Code
	Kind     job.Kind // of which a person may decide; "" is to be corrected
	Count    int
	Rows     []resultRow // the first
	Controls []control
}

// resultRow is a row and what became of it.
type resultRow struct {
	Number    int
	Status    words.Status
	Delivery  string
	IDMessage string
	To        string
	Says      string
	Cells     []string
	Kind      job.Kind
}

// firstNeeds is how many rows of each kind are shown above the table of all.
const firstNeeds = 20

func (s *server) showResult(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	return s.showResultAs(w, r, http.StatusOK, l, nil)
}

func (s *server) showResultAs(w http.ResponseWriter, r *request, status int, l list, wrong error) error {
	v := view{Title: words.New("page/result", "name", l.Name), Screen: "result", List: l.Name}
	d := resultData{Name: l.Name, Trouble: s.trouble(wrong), Reports: formats()}
	if run := s.runs.of(l.key()); run != nil {
		d.Sending = run.kind == sending && run.active()
		if run.kind == tracking {
			s.showTracking(r, &d, &v, run)
		}
	}
	known, err := s.overview(r.Context(), s.fromOf(r, l))
	if err != nil {
		return err
	}
	d.Status = known.job(l.Name)
	if d.Status != nil {
		if err := s.fillResult(r, &d, l); err != nil {
			return err
		}
	}
	v.Data = d
	return s.showAs(w, r, status, "result", v)
}

// showTracking shows how far asking is, and what it met.
func (s *server) showTracking(r *request, d *resultData, v *view, run *run) {
	patience := firstLook
	if r.Header.Get("X-Wait") != "" {
		patience = 2 * time.Second
	}
	now := run.now()
	if !run.ready(r.Context(), patience) {
		live := s.liveOf(now)
		d.Tracking, v.Refresh = &live, 2
		return
	}
	_, _, err := run.outcome()
	switch {
	case err != nil:
		d.Trouble = s.trouble(err)
	case run.stopped().Code != "":
		d.Trouble = trouble{Sentence: s.sentence(run.stopped())}
	}
}

// fillResult shows a list of which something was planned.
func (s *server) fillResult(r *request, d *resultData, l list) error {
	d.Total = d.Status.Counts.Total()
	for delivery, n := range d.Status.Deliveries {
		switch of := words.Delivery(delivery); {
		case of == words.Read:
			d.Read += n
			d.Arrived += n
		case of.Arrived():
			d.Arrived += n
		case of.Undelivered():
			d.Lost += n
		}
	}
	d.OnWay = max(0, d.Status.Counts[words.Accepted]-d.Arrived-d.Lost)
	run := s.runs.of(l.key())
	d.Look = d.OnWay > 0 && (run == nil || !run.active() && time.Since(run.began) > lookEvery)
	rows, err := job.OpenRows(r.Context(), s.fromOf(r, l), l.Name)
	if err != nil {
		return err
	}
	defer rows.Close()
	d.Header = rows.Header()
	if d.Needs, err = s.needs(r.Context(), r.base, l.Name, rows, d.Status.Counts); err != nil {
		return err
	}
	return s.page(r.Context(), d, rows, askedOf(r))
}

// lookEvery is how often the page asks by itself what arrived: the API's reading methods are shared by all who use the account.
const lookEvery = 5 * time.Minute

// needs are the rows that need a person: those in doubt first.
func (s *server) needs(ctx context.Context, base, name string, rows *job.Rows, counts job.Counts) (all []needGroup, err error) {
	for _, g := range []needGroup{
		{ID: "doubt", Title: "page/need-doubt", Means: "page/need-doubt-means", Kind: job.InDoubt},
		{ID: "rejected", Title: "page/need-rejected", Means: "page/need-rejected-means", Kind: job.Rejected},
		{ID: "undelivered", Title: "page/need-undelivered", Means: "page/need-undelivered-means", Kind: job.Undelivered},
	} {
		for c, err := range rows.Cases(ctx, g.Kind) {
			if err != nil {
				return nil, err
			}
			if g.Count++; g.Count <= firstNeeds {
				g.Rows = append(g.Rows, s.caseRow(c))
			}
		}
		if g.Count > 0 {
			g.Controls = needControls(base, name, g.Kind)
			all = append(all, g)
		}
	}
	if n := counts[words.Invalid]; n > 0 {
		numbers, err := rows.Numbers(ctx, words.Invalid)
		if err != nil {
			return nil, err
		}
		g := needGroup{ID: "invalid", Title: "page/need-invalid", Means: "page/need-invalid-means", Count: n, Controls: []control{controlFor(base, name, words.CorrectRows, words.Fact{})}}
		g.Rows, err = s.resultRows(ctx, rows, numbers[:min(len(numbers), firstNeeds)])
		if err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, nil
}

// needControls are what can be done about all rows of a kind at once.
func needControls(base, name string, k job.Kind) []control {
	remedies := map[job.Kind][]words.Remedy{
		job.InDoubt:     {words.ResendUnknown, words.AssumeAccepted},
		job.Rejected:    {words.ResendRejected},
		job.Undelivered: {words.ResendFailed},
	}
	var all []control
	for _, r := range remedies[k] {
		all = append(all, controlFor(base, name, r, words.Fact{}))
	}
	return all
}

// caseRow is a row about which a person may decide.
func (s *server) caseRow(c job.Case) resultRow {
	row := resultRow{Number: c.Row, Kind: c.Kind, Delivery: c.Delivery, IDMessage: c.IDMessage, To: c.ChatID}
	why := c.Reason
	if why.Code == "" {
		why = c.Cause
	}
	if why.Code != "" {
		row.Says = s.sentence(why)
	}
	if c.Delivery != "" {
		row.Says = joined(" ", s.say(words.Code("page/delivery-"+c.Delivery)), row.Says)
	}
	return row
}

// page fills in the page of the table that is asked for.
func (s *server) page(ctx context.Context, d *resultData, rows *job.Rows, asked asked) error {
	for _, status := range append([]words.Status{""}, words.Statuses()...) {
		n := d.Status.Counts[status]
		if status == "" {
			n = d.Total
		}
		if n > 0 {
			d.Filters = append(d.Filters, filter{string(status), status, n})
		}
	}
	var only []words.Status
	if status := words.Status(asked.Show); d.Status.Counts[status] > 0 {
		d.Show, only = asked.Show, []words.Status{status}
	}
	numbers, err := rows.Numbers(ctx, only...)
	if err != nil {
		return err
	}
	d.Pages = pageOf(asked.Page, len(numbers))
	d.Rows, err = s.resultRows(ctx, rows, numbers[d.Pages.From:d.Pages.To])
	return err
}

func (s *server) resultRows(ctx context.Context, rows *job.Rows, numbers []int) (all []resultRow, err error) {
	lines, err := rows.Lines(ctx, numbers)
	for _, line := range lines {
		row := resultRow{Number: line.Row, Status: line.Status, Delivery: line.Delivery, IDMessage: line.IDMessage, Cells: line.Source[:min(len(line.Source), mostColumns)]}
		if line.Message != nil {
			row.To = line.Message.ChatID
		}
		if line.Reason.Code != "" {
			row.Says = s.sentence(line.Reason)
		}
		all = append(all, row)
	}
	return all, err
}

// track asks what became of what was accepted.
func (s *server) track(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	o := job.TrackOptions{From: s.fromOf(r, l), Job: l.Name}
	s.start(l.key(), &run{kind: tracking}, func(ctx context.Context, one *run) {
		o.Tell = func(e job.Event) { one.tell(s, e) }
		traced, err := job.Track(ctx, o)
		one.end(nil, traced, job.Interrupted(ctx, err))
	})
	return r.back(w, address(r.base, "lists", l.Name, "result"))
}

// resolve takes a person's decision about rows: all of a kind, or one.
func (s *server) resolve(w http.ResponseWriter, r *request) error {
	if err := r.form(w); err != nil {
		return err
	}
	l, err := s.list(r)
	if err != nil {
		return err
	}
	o := job.ResolveOptions{From: s.fromOf(r, l), Job: l.Name, AssumeAccepted: r.PostForm.Get("assume") != ""}
	if kind := job.Kind(r.PostForm.Get("resend")); slices.Contains(job.Kinds(), kind) {
		o.Resend = []job.Kind{kind}
	}
	for _, text := range r.PostForm["row"] {
		row, err := strconv.Atoi(text)
		if err != nil {
			return errNotFound
		}
		o.Rows = append(o.Rows, row)
	}
	if o.AssumeAccepted == (len(o.Resend) > 0) {
		return errNotFound
	}
	done, err := job.Resolve(r.Context(), o)
	if err != nil {
		return s.showResultAs(w, r, http.StatusUnprocessableEntity, l, err)
	}
	s.checks.stale()
	s.runs.forget(l.key())
	if o.AssumeAccepted {
		r.told("page/assumed", "n", done.Assumed)
		return r.back(w, address(r.base, "lists", l.Name, "result"))
	}
	// What was said yes to did not hold these: the plan is asked again.
	if err := s.shelf.note(l.Name, l.Trial, func(kept *list) { kept.Send.Confirmed = confirmedPlan{} }); err != nil {
		return err
	}
	r.told("page/resent", "n", done.Resent)
	return r.back(w, address(r.base, "lists", l.Name, "send"))
}

// formats are those of the reports that can be had.
func formats() []string { return []string{"xlsx", "csv", "html", "jsonl"} }

// downloadReport writes a report of the list and sends it; ?only= are the statuses that are wanted.
func (s *server) downloadReport(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	format := r.PathValue("file")
	if !slices.Contains(formats(), format) {
		return errNotFound
	}
	o := job.ReportOptions{From: s.fromOf(r, l), Job: l.Name}
	for _, status := range r.URL.Query()["only"] {
		o.Only = append(o.Only, words.Status(status))
	}
	return s.download(w, r, l.Name+"-report."+format, func(path string) (string, error) {
		o.Files = []string{path}
		written, err := job.Report(r.Context(), o)
		if err != nil {
			return "", err
		}
		return written.Reports[0], nil
	})
}
