package cli

import (
	"slices"
	"strings"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// factError is an error that has words of its own.
type factError interface {
	error
	Fact() words.Fact
}

// facts are the outermost errors of a chain or a join that have words of their own.
func facts(err error) []factError {
	if known, ok := err.(factError); ok { //nolint:errorlint // the chain is walked here
		return []factError{known}
	}
	switch e := err.(type) { //nolint:errorlint // the chain is walked here
	case interface{ Unwrap() error }:
		return facts(e.Unwrap())
	case interface{ Unwrap() []error }:
		var all []factError
		for _, one := range e.Unwrap() {
			all = append(all, facts(one)...)
		}
		return all
	}
	return nil
}

// explain is a fact and what can be done about it, on one line; command is what met it.
func (a *app) explain(f words.Fact, command string) string {
	text := a.sentence(f)
	for _, line := range a.remediesOf(f, command) {
		text += "; " + strings.TrimLeft(line, "\n; ")
	}
	return text
}

// remedies are what can be done about a fact that this command met.
func (a *app) remedies(f words.Fact) []string { return a.remediesOf(f, a.typed.again().String()) }

// remediesOf are what can be done about a fact: a clause behind its sentence, or a line of its own
// with the command that does it, which is the one that met it and a flag.
func (a *app) remediesOf(f words.Fact, command string) (all []string) {
	for _, r := range a.language().Remedies(f) {
		advice := words.New(r.Code(), "variable", f.Arg("variable"), "command", command)
		if own, ok := a.remedyCommand(r, f); ok {
			advice.Args["command"] = own.String()
			all = append(all, "\n  "+a.sentence(advice))
			continue
		}
		switch flags, ok := remedyFlags(r, f); {
		case r == words.ChooseEncoding: // one for each reading
		case ok:
			advice.Args["command"] += " " + flags
			all = append(all, "\n  "+a.sentence(advice))
		default:
			all = append(all, "; "+a.sentence(advice))
		}
	}
	return all
}

// remedyCommand is the command that does a remedy of a fact that this command met, where that is
// not this command and a flag more.
func (a *app) remedyCommand(r words.Remedy, f words.Fact) (c command, ok bool) {
	c = a.typed.again()
	switch r {
	case words.AddOptOut:
		return a.typed.to("optout add", f.Arg("chat")), true
	case words.RegionMeant:
		return c.with("region", f.Arg("meant")), true
	case words.OtherJob:
		return c.with("job", f.Arg("job")), true
	case words.SkipAlready:
		return c.with("already", "skip"), true
	case words.SendAlready:
		return c.with("already", "send"), true
	case words.Adopt:
		return c.with("adopt"), true
	case words.AdoptNone:
		return c.with("adopt", "none"), true
	case words.ExcludeEach:
		lists := replaced(c.values("exclude"), f.Arg("file"), strings.Split(f.Arg("file"), ","))
		return c.with("exclude", lists...), len(lists) > 0
	case words.NameEach:
		c.words = slices.Clone(c.words)
		for i, w := range c.words {
			if w.flag == "" {
				c.words[i].values = replaced(w.values, f.Arg("account"), strings.Fields(f.Arg("chats")))
			}
		}
		return c, true
	}
	return c, false
}

// replaced are words with some in the place of one.
func replaced(all []string, one string, some []string) (words []string) {
	for _, word := range all {
		if word != one {
			words = append(words, word)
			continue
		}
		for _, part := range some {
			words = append(words, strings.TrimSpace(part))
		}
	}
	return words
}

// remedyFlags are what a command needs besides for a remedy; ok is false if that is not a matter of flags.
func remedyFlags(r words.Remedy, f words.Fact) (flags string, ok bool) {
	switch r {
	case words.SayCountry:
		return "--region CC", true
	case words.WidenDigits:
		return "--phone-digits " + f.Arg("widened"), true
	case words.NameEncoding:
		return "--encoding NAME", true
	case words.HiddenInclude:
		return "--hidden-rows include", true
	case words.NoJournal:
		return "--no-journal", true
	case words.SendChanged:
		return "--changed send", true
	case words.HiddenSkip:
		return "--hidden-rows skip", true
	}
	return "", false
}

// encodings are lines with the commands that choose an encoding.
func (a *app) encodings(all []job.EncodingReading) string {
	var text strings.Builder
	for _, r := range all {
		text.WriteString("\n  " + a.sentence(words.New(words.ChooseEncoding.Code(),
			"sample", words.OneLine(r.Sample), "command", a.typed.again().String()+" --encoding "+r.Encoding)))
	}
	return text.String()
}
