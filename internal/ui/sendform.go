package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// sendSettings are how a list is sent, as a person said on the page.
type sendSettings struct {
	Daily int `json:"daily,omitempty"`
	// NewChats and Hours are as they are typed: 20+10, mon-fri 09:00-18:00.
	NewChats string `json:"newChats,omitempty"`
	Hours    string `json:"hours,omitempty"`
	// Limit is that many rows in a run; Wait sleeps at the day's limits and hours until it can go on.
	Limit int  `json:"limit,omitempty"`
	Wait  bool `json:"wait,omitempty"`
	// Confirmed is the plan that a person said yes to last.
	Confirmed confirmedPlan `json:"confirmed,omitzero"`
}

// confirmedPlan is what somebody said yes to: the list as it was then, and how many cards were left.
// What is left of it may be gone on with; anything else is asked again.
type confirmedPlan struct {
	List  string `json:"list,omitempty"`
	Cards int    `json:"cards,omitempty"`
}

// covers reports whether a plan is what is left of the one that was confirmed.
func (c confirmedPlan) covers(p job.Plan) bool {
	return c.List != "" && c.List == p.List && p.Pending <= c.Cards
}

// fieldError says which field of the form is wrong.
type fieldError struct {
	Field string
	fact  words.Fact
}

func (e *fieldError) Error() string    { return "the field " + e.Field + " is wrong" }
func (e *fieldError) Fact() words.Fact { return e.fact }

// sendForm takes what the form of the third screen says.
func (s *server) sendForm(r *request, l *list) error {
	set := &l.Send
	if r.PostForm.Has("accounts-asked") {
		l.Accounts = nil
		for _, name := range r.PostForm["account"] {
			l.Accounts = append(l.Accounts, strings.TrimSpace(name))
		}
		if len(l.Accounts) == 0 {
			return &fieldError{"account", words.New("page/no-account-chosen")}
		}
	}
	for name, into := range map[string]*int{"daily": &set.Daily, "limit": &set.Limit} {
		n, err := count(r.PostForm.Get(name))
		if err != nil {
			return &fieldError{name, words.New("page/want-number", "text", r.PostForm.Get(name))}
		}
		*into = n
	}
	set.NewChats, set.Hours = strings.TrimSpace(r.PostForm.Get("newChats")), strings.TrimSpace(r.PostForm.Get("hours"))
	set.Wait = r.PostForm.Get("wait") != ""
	_, err := set.limits()
	return err
}

// count is a number that may be left out.
func count(text string) (int, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err == nil && n < 0 {
		err = fmt.Errorf("%d is below 0", n)
	}
	return n, err
}

// limits are the day's and the hours'.
func (s sendSettings) limits() (l job.Limits, err error) {
	l.Daily = s.Daily
	if s.NewChats != "" && l.NewChats.UnmarshalText([]byte(s.NewChats)) != nil {
		return l, &fieldError{"newChats", words.New("page/want-new-chats", "text", s.NewChats)}
	}
	if s.Hours != "" && l.Hours.UnmarshalText([]byte(s.Hours)) != nil {
		return l, &fieldError{"hours", words.New("page/want-hours", "text", s.Hours)}
	}
	return l, nil
}

// accountChoice is an account from which a list may be sent.
type accountChoice struct {
	accountRow
	Chosen bool
}

// accountChoices are the accounts that are kept; one alone is chosen.
func accountChoices(l list, all []accountRow) (choices []accountChoice) {
	for _, a := range all {
		choices = append(choices, accountChoice{a, len(all) == 1 || slices.Contains(l.Accounts, a.Name)})
	}
	return choices
}
