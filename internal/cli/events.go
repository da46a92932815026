package cli

import (
	"maps"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// tell says on standard error what happens while a job goes on.
func (a *app) tell(e job.Event) {
	switch e := e.(type) {
	case job.Note:
		if e.Warning {
			a.warn("%s", a.sentence(e.Fact))
		} else {
			a.log("%s", a.sentence(e.Fact))
		}
	case job.Waiting:
		a.log("waiting: %s%s", a.sentence(e.Reason), untilWhen(e.Until))
	case job.Sleeping:
		a.log("%s; sleeping until then", a.sentence(e.Stop.Fact()))
	case job.LedgerOpened:
		if e.IsNew {
			a.log("new ledger: %s", e.Path)
		} else {
			a.log("ledger: %s", e.Path)
		}
	case job.ChatsRead:
		a.log("%s", a.sentence(words.New("optout/read", "file", e.File, "n", e.Chats, "rows", e.WithoutChat)))
		for _, line := range a.unreadWords(e) {
			a.log("%s", line)
		}
	case job.ListsKept:
		for _, list := range e.Lists {
			a.log("%s", a.keptWords(e.Job, list))
		}
	case job.Countries:
		a.tellCountries(e)
	case job.Warnings:
		a.tellWarnings(e)
	case job.Problems:
		a.problems = e
		for _, line := range a.problemLines(e) {
			a.log("%s", line)
		}
	case job.Began:
		a.bar = a.progress(string(e.Work), e.Rows)
	case job.Progress:
		a.bar.show(e.RowProgress)
	case job.Ended:
		a.bar.stop()
	}
}

// untilWhen says when a wait ends, or is given up, where that is known.
func untilWhen(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return ", until " + when(t) + " at the latest"
}

// sentence is what a fact means, in the language of this run.
func (a *app) sentence(f words.Fact) string {
	args := map[string]string{
		"login":  a.typed.login().String(),
		"optout": a.typed.to("optout add", "CHAT").String(),
		"seen":   a.typed.to("optout word seen").String(),
	}
	for name, value := range f.Args {
		args[name] = value
		switch name {
		case "job", "account", "name":
			args[name] = quoted(value)
		case "file", "folder", "ledger":
			args[name] = shown(value)
		}
	}
	f.Args = args
	return a.language().Sentence(f)
}

// language is the catalogue, with the sentences that name flags and commands in the command line's own words.
func (a *app) language() words.Language {
	l := words.English()
	l.Entries = maps.Clone(l.Entries)
	maps.Copy(l.Entries, catalogue())
	return l
}
