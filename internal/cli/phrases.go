package cli

import (
	"fmt"
	"strings"
	"time"

	"contactcast/internal/card"
	"contactcast/internal/words"
)

// describe shows a message in one line.
func (a *app) describe(m card.Card) string {
	c := m.Contact
	var names []string
	for _, s := range []string{c.FirstName, c.MiddleName, c.LastName, c.Company} {
		if s != "" {
			names = append(names, s)
		}
	}
	return a.text("card/to", "chat", m.ChatID, "names", words.OneLine(strings.Join(names, " ")), "phone", c.PhoneContact)
}

// phoneWords are the number that an account sends from.
func (a *app) phoneWords(phone string) string {
	if phone == "" {
		return a.text("plan/account")
	}
	return "+" + phone
}

func when(t time.Time) string { return t.Format("2006-01-02 15:04") }

// span is about how long something takes.
func (a *app) span(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return a.text("span/days", "days", fmt.Sprintf("%.1f", d.Hours()/24))
	case d >= time.Minute:
		return d.Round(time.Minute).String()
	}
	return d.Round(time.Second).String()
}

// oneOf are words of which one is meant.
func oneOf[T ~string](all []T) words.Fact {
	facts := make([]words.Fact, len(all))
	for i, one := range all {
		facts[i] = words.AsTold(string(one))
	}
	return words.Chain("list/or", facts...)
}
