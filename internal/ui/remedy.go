package ui

import (
	"contactcast/internal/words"
)

// control is what does something about a fact, or for a list: the page's rendering of a remedy.
type control struct {
	Kind   controlKind
	Remedy words.Remedy
	// To is where a link leads, or a form is posted.
	To string
	// Name is the form's field, and Value what a button sets it to.
	Name, Value string
}

// controlKind is how a control looks.
type controlKind string

// The kinds of controls.
const (
	asLink   controlKind = "link"   // leads to another view
	asButton controlKind = "button" // posts one value
	asChoice controlKind = "choice" // is the select or field of that name on the view
	asAdvice controlKind = "advice" // is done elsewhere: only said
)

// controlFor is a remedy for a fact that a list met; name is the list's, or "".
func controlFor(base, name string, r words.Remedy, f words.Fact) control {
	c := control{Kind: asAdvice, Remedy: r}
	at := func(screen string) string { return address(base, "lists", name, screen) }
	switch r {
	case words.SayCountry:
		c.Kind, c.Name = asChoice, "region"
	case words.ChooseEncoding, words.NameEncoding:
		c.Kind, c.Name = asChoice, "encoding"
	case words.ChooseSheet:
		c.Kind, c.Name = asChoice, "sheet"
	case words.ChooseHeader, words.NameColumns:
		c.Kind, c.Name = asChoice, "headerRow"
	case words.ChooseDelim:
		c.Kind, c.Name = asChoice, "delimiter"
	case words.MapColumn:
		c.Kind, c.Name = asChoice, "columns"
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
		c.Kind, c.Name = asChoice, "account"
	case words.LogIn, words.CheckAddress, words.CheckInstance, words.CheckToken, words.WriteHTTPS:
		c.Kind, c.To = asLink, address(base, "accounts")
	case words.LiftOptOut, words.WordSeen:
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
