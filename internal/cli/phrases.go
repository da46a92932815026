package cli

import (
	"fmt"
	"strings"
	"time"

	"contactcast/internal/card"
)

// describe shows a message in one line.
func describe(m card.Card) string {
	c := m.Contact
	var names []string
	for _, s := range []string{c.FirstName, c.MiddleName, c.LastName, c.Company} {
		if s != "" {
			names = append(names, s)
		}
	}
	return fmt.Sprintf("to %s the card of %s, +%d", m.ChatID, oneLine(strings.Join(names, " ")), c.PhoneContact)
}

// phoneWords are the number that an account sends from.
func phoneWords(phone string) string {
	if phone == "" {
		return "this account"
	}
	return "+" + phone
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func when(t time.Time) string { return t.Format("2006-01-02 15:04") }

// duration is about how long something takes.
func duration(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%.1f days", d.Hours()/24)
	case d >= time.Minute:
		return d.Round(time.Minute).String()
	}
	return d.Round(time.Second).String()
}
