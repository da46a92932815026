package cli

import (
	"fmt"
	"unicode"

	"contactcast/internal/job"
)

func isLetter(r rune) bool { return unicode.IsLetter(r) }

// hintWords says what a person should know of a column that is not read.
func hintWords(h job.Hint) string {
	column := fmt.Sprintf("%s %q", h.Letter, short(h.Header))
	if h.Header == "" {
		column = h.Letter + ", which has no header,"
	}
	to := mapFlag(h.Field, h.Choice)
	if h.Field == "phone" || h.Field == "name" || h.Field == "surname" || h.Field == "party" {
		to = ""
	}
	switch h.Kind {
	case job.HintNear:
		text := fmt.Sprintf("%s is not read: did you mean %s?", column, h.Usual)
		if to != "" {
			text += " Then add " + to
		}
		return text
	case job.HintName:
		if h.Chosen != "" {
			return fmt.Sprintf("%s looks like a name and is not on the card: %s puts it there, in place of column %s", columnWords(h.Choice), to, h.Chosen)
		}
		return fmt.Sprintf("%s looks like a name and is not on the card: %s puts it there", columnWords(h.Choice), to)
	case job.HintOther:
		return fmt.Sprintf("the chats are those of column %s; %s is not read: %s takes it instead", h.Chosen, column, to)
	case job.HintSetCard:
		return fmt.Sprintf("%s is the recipient's, and not on the card, whose number is the same for all: %s puts it there", column, to)
	case job.HintSecond:
		return fmt.Sprintf("%s is not read: to have both last names on the card, add --map middleName=%s --map lastName=%s", columnWords(h.Choice), h.Chosen, quoted(h.Name))
	case job.HintWhole:
		if h.Field == job.FirstName {
			return fmt.Sprintf("%s is not read, as column %s holds the whole name: %s takes it instead", column, h.Chosen, to)
		}
		return fmt.Sprintf("%s is not read, as column %s holds the whole name: %s puts it on the card, too", column, h.Chosen, to)
	}
	return column
}
