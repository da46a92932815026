package cli

import (
	"fmt"
	"log/slog"
	"maps"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// tell says on standard error what happens while a job goes on.
func (a *app) tell(e job.Event) {
	switch e := e.(type) {
	case job.Note:
		if e.Warning {
			a.logAt(slog.LevelWarn, a.sentence(e.Fact))
		} else {
			a.log(a.sentence(e.Fact))
		}
	case job.Waiting:
		what := a.waitWords(e.Wait)
		if e.Account != "" {
			what = a.text("wait/account", "account", e.Account, "what", what)
		}
		a.say("wait/now", "what", what)
	case job.Sleeping:
		a.say("wait/sleeping", "why", e.Stop.Fact())
	case job.LedgerOpened:
		if e.IsNew {
			a.say("ledger/new", "ledger", e.Path)
		} else {
			a.say("ledger/used", "ledger", e.Path)
		}
	case job.ChatsRead:
		a.say("optout/read", "file", e.File, "n", e.Chats, "rows", e.WithoutChat)
		for _, line := range a.unreadWords(e) {
			a.log(line)
		}
	case job.ListsKept:
		for _, list := range e.Lists {
			a.log(a.keptWords(e.Job, list))
		}
	case job.Countries:
		a.tellCountries(e)
	case job.Warnings:
		a.tellWarnings(e)
	case job.Problems:
		a.problems = e
		for _, line := range a.problemLines(e) {
			a.log(line)
		}
	case job.Began:
		a.bar = a.progress(a.text(words.Code("work/"+e.Work)), e.Rows)
	case job.Progress:
		a.bar.show(e.RowProgress)
	case job.Ended:
		a.bar.stop()
	}
}

// waitWords say what is waited for, and when that ends, or is given up, where that is known.
func (a *app) waitWords(w job.Wait) string {
	if w.Until.IsZero() {
		return a.sentence(w.Reason)
	}
	return a.text("wait/until", "what", w.Reason, "until", when(w.Until))
}

// sentence is what a fact means, in the language of this run.
func (a *app) sentence(f words.Fact) string { return a.language().Sentence(a.typeable(f)) }

// typeable is a fact with the commands that sentences name, and with its names as they can be typed or seen.
func (a *app) typeable(f words.Fact) words.Fact {
	args := map[string]string{
		"login":  a.typed.login().String(),
		"optout": a.typed.to("optout add", "CHAT").String(),
		"seen":   a.typed.to("optout word seen").String(),
		"status": a.typed.to("status").String(),
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
	f.Args, f.Facts = args, maps.Clone(f.Facts)
	for place, inner := range f.Facts {
		f.Facts[place] = a.typeable(inner)
	}
	return f
}

// language is the catalogue, with the command line's own sentences where they name flags and commands.
func (a *app) language() words.Language {
	if a.words.Entries == nil {
		return words.English().CLI()
	}
	return a.words.CLI()
}

// text is the sentence of a code; pairs are the names and values of its places.
func (a *app) text(code words.Code, pairs ...any) string {
	return a.sentence(words.New(code, pairs...))
}

// say tells the sentence of a code on standard error.
func (a *app) say(code words.Code, pairs ...any) { a.log(a.text(code, pairs...)) }

// print tells the sentence of a code on standard output.
func (a *app) print(code words.Code, pairs ...any) { fmt.Fprintln(a.out, a.text(code, pairs...)) }

// item prints the sentence of a code below what was printed.
func (a *app) item(code words.Code, pairs ...any) { fmt.Fprintln(a.out, "  "+a.text(code, pairs...)) }
