package ui

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// sendRoutes are the third screen's: the plan, a test, and sending as it goes on.
func (s *server) sendRoutes(r routes) {
	r.on("GET /lists/{name}/send", s.showSend)
	r.on("POST /lists/{name}/send", s.answerSend)
	r.on("POST /lists/{name}/send/plan", s.makePlan)
	r.on("POST /lists/{name}/send/go", s.goAhead)
	r.on("POST /lists/{name}/send/on", s.goOn)
	r.on("POST /lists/{name}/send/pause", s.pause)
	r.on("POST /lists/{name}/send/test", s.sendTest)
	r.on("POST /lists/{name}/send/back", s.dismiss)
	r.on("GET /lists/{name}/send/events", s.sendEvents)
	r.on("GET /lists/{name}/send/ended", s.sendEnded)
}

// sendData is what the third screen shows. It is one of: something under way, a plan to confirm,
// what the last run came to, or the form alone.
type sendData struct {
	Name   string
	Status *job.JobStatus // what the ledger knows of the list; nil if that is nothing
	// Accounts are those to choose from, Form is what was said.
	Accounts []accountChoice
	Form     sendSettings
	Zone     string

	Waiting bool // for a plan, a test or what was paused; Doing says which
	Doing   words.Code
	Live    *liveProgress // sending goes on
	Notes   []liveNote
	Ended   []endedRow

	Plan    *job.Plan
	Hours   string // what the hours of sending mean for the plan, or ""
	ToSend  int    // rows that the file as it is now has to send, as far as it was checked
	Changed bool   // since the plan that was confirmed
	First   *cardView
	Test    *testResult

	Result   *job.SendResult // the last run's
	Stopped  string          // why it ended with rows left, or ""
	Trouble  trouble
	Controls []control

	// GoOn says that what was confirmed is left, and one button goes on with it. Elsewhere says that another
	// program sends the list.
	GoOn, Elsewhere bool
}

// AllDone reports whether nothing of the list is left to send.
func (d sendData) AllDone() bool {
	return d.Status != nil && d.Status.Counts[words.Pending]+d.Status.Counts[words.Unknown]+d.ToSend == 0
}

// testResult is what a test came to.
type testResult struct {
	Accepted bool
	Says     string
}

func (s *server) showSend(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	return s.showSendAs(w, r, http.StatusOK, l, nil)
}

// showSendAs shows the third screen of a list; wrong is what is wrong with what was said on it.
func (s *server) showSendAs(w http.ResponseWriter, r *request, status int, l list, wrong error) error {
	v := view{Title: words.New("page/send", "name", l.Name), Screen: "send", List: l.Name}
	d := sendData{Name: l.Name, Form: l.Send, Zone: job.Zone(time.Now()), Trouble: s.trouble(wrong)}
	known, err := s.overview(r.Context(), s.from(r))
	if err != nil {
		return err
	}
	d.Status = known.job(l.Name)
	d.Accounts = accountChoices(l, known.accounts)
	if run := s.runs.of(l.key()); run != nil && (wrong == nil || run.active()) {
		s.showRun(r, &d, &v, run)
	}
	if c := s.checkFor(r, l); c.ready(r.Context(), firstLook) && c.err == nil {
		d.ToSend = c.checked.Counts[words.Pending]
	}
	d.Hours = s.hoursOf(l.Send)
	if d.Live != nil && d.Live.Ended > 0 {
		if d.Ended, err = s.endedRows(r.Context(), r, l); err != nil {
			return err
		}
	}
	left := d.Status != nil && d.Status.Counts[words.Pending]+d.Status.Counts[words.Unknown] > 0
	d.GoOn = left && d.Plan == nil && l.Send.Confirmed.List != "" && !d.Waiting && d.Live == nil
	if d.Elsewhere = d.Status != nil && d.Status.Running && d.Live == nil && !d.Waiting && s.sentElsewhere(r, l); d.Elsewhere {
		v.Refresh = 5
	}
	v.Data = d
	return s.showAs(w, r, status, "send", v)
}

// sentElsewhere reports whether another program sends the list, and has the script's question for what came of it wait.
func (s *server) sentElsewhere(r *request, l list) bool {
	if r.Header.Get("X-Wait") != "" {
		within(r.Context(), s.ctx.Done(), 3*time.Second)
	}
	run := s.runs.of(l.key())
	return run == nil || !run.active()
}

// showRun shows what a run is at, or what it came to.
func (s *server) showRun(r *request, d *sendData, v *view, run *run) {
	patience := firstLook
	if r.Header.Get("X-Wait") != "" {
		patience = nextLook
	}
	if run.kind != sending || run.paused() {
		run.ready(r.Context(), patience)
	}
	now := run.now()
	switch {
	case run.active() && run.kind == sending && !run.paused():
		live := s.liveOf(now)
		d.Live, d.Notes, v.Refresh = &live, s.notesOf(now.Notes), 5
		return
	case run.active():
		d.Waiting, d.Doing, v.Refresh = true, words.Code("page/doing-"+run.doing()), 1
		return
	}
	sent, _, err := run.outcome()
	d.Notes = s.notesOf(now.Notes)
	switch {
	case run.kind == tracking:
	case run.kind == trying:
		d.showTest(s, r.trial(), sent, err)
	case declined(err):
		d.Plan, d.Changed = now.Plan, run.kind == sending
		if now.Plan.First != nil {
			d.First = newCardView(now.Plan.First.Row, now.Plan.First.Card)
		}
	case err != nil:
		d.Trouble, d.Controls = s.troubleOf(r.base, d.Name, err)
	case run.kind == planning: // there was nothing to send
		d.Result = sent
	default:
		d.showResult(s, r.base, run, sent)
	}
}

// hoursOf says within which hours it is sent, and when they begin where they are over.
func (s *server) hoursOf(set sendSettings) string {
	limits, err := set.limits()
	now := time.Now()
	switch {
	case err != nil || set.Hours == "":
		return ""
	case limits.Hours.Open(now):
		return set.Hours
	case set.Wait:
		return s.say("page/hours-wait", "hours", set.Hours, "at", clock(limits.Hours.Opens(now)))
	}
	return s.say("page/hours-over", "hours", set.Hours, "at", clock(limits.Hours.Opens(now)))
}

// showResult shows what sending came to.
func (d *sendData) showResult(s *server, base string, run *run, sent *job.SendResult) {
	d.Result = sent
	switch stop := run.stopped(); {
	case run.paused():
		d.Stopped = s.say("page/interrupted")
	case stop.Code != "":
		d.Stopped = s.sentence(stop)
	}
	for _, step := range sent.Steps {
		if step != words.GoOn { // which is a button of its own here
			d.Controls = append(d.Controls, controlFor(base, d.Name, step, words.Fact{}))
		}
	}
}

// showTest shows what a test came to.
func (d *sendData) showTest(s *server, trial bool, sent *job.SendResult, err error) {
	switch {
	case err != nil:
		d.Trouble = s.trouble(err)
	case sent.Counts[words.Accepted] > 0:
		code := words.Code("page/test-sent")
		if trial {
			code = "page/test-tried"
		}
		d.Test = &testResult{true, s.say(code)}
	case sent.Stop != nil:
		d.Test = &testResult{Says: s.sentence(sent.Stop.Fact())}
	default:
		d.Test = &testResult{Says: s.say("page/test-failed")}
	}
}

// troubleOf puts an error into words, with what can be done about it here.
func (s *server) troubleOf(base, name string, err error) (t trouble, controls []control) {
	t = s.trouble(err)
	if _, ok := errors.AsType[*job.Question](err); ok {
		t.Sentence, t.Rest = s.say("page/check-first"), ""
		return t, []control{{Kind: asLink, Says: words.Fact{Code: words.ChooseHeader.Control()}, To: address(base, "lists", name, "check")}}
	}
	for _, r := range t.Remedies {
		controls = append(controls, controlFor(base, name, r, words.Of(err)))
	}
	return t, controls
}

// declined reports whether a run only found out what would be sent, and was not to send it.
func declined(err error) bool {
	refusal, ok := errors.AsType[*job.Refusal](err)
	return ok && (refusal.Reason.Code == "declined/plan" || refusal.Reason.Code == "declined/test")
}

// doing is what a run that is waited for is at.
func (r *run) doing() words.Code {
	if r.paused() {
		return "pausing"
	}
	return words.Code(r.kind)
}

// endedRow is a row that ended otherwise than accepted.
type endedRow struct {
	Row    int    `json:"row"`
	Status string `json:"status"`
	Name   string `json:"name"` // of the status
	To     string `json:"to"`
	Says   string `json:"says"`
}

// mostEnded is how many of them are shown while sending goes on; the result has them all.
const mostEnded = 100

// endedRows are those of a list, the last in the file first.
func (s *server) endedRows(ctx context.Context, r *request, l list) (all []endedRow, err error) {
	rows, err := job.OpenRows(ctx, s.fromOf(r, l), l.Name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	numbers, err := rows.Numbers(ctx, words.Rejected, words.Unknown)
	if err != nil {
		return nil, err
	}
	lines, err := rows.Lines(ctx, numbers[max(0, len(numbers)-mostEnded):])
	for i := len(lines) - 1; i >= 0; i-- {
		line := lines[i]
		one := endedRow{Row: line.Row, Status: string(line.Status), Name: s.say(words.Code("page/status-" + line.Status)), Says: s.sentence(line.Reason)}
		if line.Message != nil {
			one.To = line.Message.ChatID
		}
		all = append(all, one)
	}
	return all, err
}

// sendEnded answers the script with the rows that ended otherwise.
func (s *server) sendEnded(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	rows, err := s.endedRows(r.Context(), r, l)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(rows)
}

// sendEvents streams what goes on.
func (s *server) sendEvents(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	run := s.runs.of(l.key())
	if run == nil {
		return errNotFound
	}
	return run.feed.serve(w, r)
}
