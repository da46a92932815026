package ui

import (
	"contactcast/internal/words"
)

// control is what does something about a fact, or for a list: the page's rendering of a remedy.
type control struct {
	Kind controlKind
	// Says is what it is called.
	Says words.Fact
	// To is where a link leads, or a form is posted.
	To string
	// Name is the form's field, and Value what a button sets it to.
	Name, Value string
	// Options are what a choice is made from; a field to type in if there are none.
	Options []option
}

// option is one of several; Chosen is the one that holds.
type option struct {
	Value, Label string
	Chosen       bool
}

// controlKind is how a control looks.
type controlKind string

// The kinds of controls.
const (
	asLink   controlKind = "link"   // leads to another view
	asButton controlKind = "button" // posts one value
	asChoice controlKind = "choice" // posts one of several, or what is typed
	asAdvice controlKind = "advice" // is done elsewhere: only said
)

// controlFor is a remedy for a fact that a list met; name is the list's, or "".
func controlFor(base, name string, r words.Remedy, f words.Fact) control {
	c := control{Kind: asAdvice, Says: words.Fact{Code: r.Control(), Args: f.Args, Facts: f.Facts}}
	at := func(screen string) string { return address(base, "lists", name, screen) }
	switch r {
	case words.SayCountry, words.RegionMeant:
		c.Kind, c.To, c.Name = asChoice, at("check"), "region"
	case words.ChooseEncoding, words.NameEncoding:
		c.Kind, c.To, c.Name = asChoice, at("check"), "encoding"
	case words.ChooseSheet:
		c.Kind, c.To, c.Name = asChoice, at("check"), "sheet"
	case words.ChooseHeader:
		c.Kind, c.To, c.Name = asChoice, at("check"), "headerRow"
	case words.ChooseDelim:
		c.Kind, c.To, c.Name = asChoice, at("check"), "delimiter"
	case words.MapColumn, words.NameColumns:
		c.Kind, c.To = asLink, "#columns"
	case words.WidenDigits:
		c.Kind, c.To, c.Name, c.Value = asButton, at("check"), "phoneDigits", f.Arg("widened")
	case words.HiddenInclude:
		c.Kind, c.To, c.Name, c.Value = asButton, at("check"), "hiddenRows", "include"
	case words.HiddenSkip:
		c.Kind, c.To, c.Name, c.Value = asButton, at("check"), "hiddenRows", "skip"
	case words.SkipAlready:
		c.Kind, c.To, c.Name, c.Value = asButton, at("check"), "already", "skip"
	case words.SendAlready:
		c.Kind, c.To, c.Name, c.Value = asButton, at("check"), "already", "send"
	case words.SendChanged:
		c.Kind, c.To, c.Name, c.Value = asButton, at("check"), "changed", "send"
	case words.OtherJob:
		c.Kind, c.To, c.Name, c.Value = asButton, at("check"), "job", f.Arg("job")
	case words.CorrectRows:
		c.Kind, c.To = asLink, at("correct")
	case words.SaveAgain, words.GetAgain:
		c.Kind, c.To = asLink, address(base)+"#choose"
	case words.GoOn:
		c.Kind, c.To = asLink, at("send")
	case words.Adopt:
		c.Kind, c.To, c.Name, c.Value = asButton, at("send"), "adopt", "all"
	case words.AdoptNone:
		c.Kind, c.To, c.Name, c.Value = asButton, at("send"), "adopt", "none"
	case words.NoJournal:
		c.Kind, c.To, c.Name, c.Value = asButton, at("send"), "noJournal", "yes"
	case words.Decide:
		c.Kind, c.To = asLink, at("result")+"#doubt"
	case words.Track:
		c.Kind, c.To, c.Name, c.Value = asButton, at("track"), "track", "yes"
	case words.ResendUnknown, words.ResendRejected, words.ResendFailed:
		c.Kind, c.To, c.Name, c.Value = asButton, at("resolve"), "resend", resent(r)
	case words.AssumeAccepted:
		c.Kind, c.To, c.Name, c.Value = asButton, at("resolve"), "assume", "accepted"
	case words.NameAccount:
		c.Kind, c.To, c.Name = asChoice, at("check"), "account"
	case words.LogIn, words.CheckAddress, words.CheckInstance, words.CheckToken, words.WriteHTTPS:
		c.Kind, c.To = asLink, address(base, "accounts")
	case words.LiftOptOut, words.WordSeen, words.AddOptOut:
		c.Kind, c.To = asLink, address(base, "never")
	}
	return c
}

// resent is which rows a remedy sends again.
func resent(r words.Remedy) string {
	switch r {
	case words.ResendUnknown:
		return string(words.Unknown)
	case words.ResendRejected:
		return string(words.Rejected)
	}
	return "undelivered"
}
