package report

import (
	"strings"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// phrase says what a code means to a reader who has never seen this program.
type phrase struct {
	// Heading stands above rows, and is true of all of them whatever their own sentences say.
	Heading string
	// Advice says what a person can do, in words and not in commands; "" where there is nothing
	// to do, or where each row's own sentence says it.
	Advice string
}

const (
	correct = "Correct these rows in the list. When it is sent again, only they are sent."
	decide  = "Look at these chats on the sending phone. Where the card is missing, it can be sent again."
)

// phrases are by code: an error code of a row, a delivery status, or what stopped a run.
// "code field" comes before the code alone, and a status stands for its other codes.
func phrases() map[string]phrase {
	return map[string]phrase{
		"missing":              {"Something is missing in the row", correct},
		"missing chatId":       {"The row has no recipient", correct},
		"missing phoneContact": {"The card has no phone number", correct},
		"missing name":         {"The card has no name", correct},
		"invalid-phone":        {"This cannot be a complete phone number", correct},
		"phone-length":         {"The number on the card is unusually long or short", correct},
		"ambiguous-phone":      {"It is not clear which number is meant", correct},
		"precision-lost":       {"The spreadsheet program rounded the number", correct},
		"cell-error":           {"The cell shows an error instead of a value", correct},
		"formula-no-value":     {"The formula has no stored result", correct},
		"invalid-chat-id":      {"The recipient cannot be recognized", correct},
		"bad-row":              {"The row cannot be sent as a whole", correct},
		"invalid":              {"The row cannot be sent as it is", correct},

		"rejected": {"The service refused the card", "Correct these rows in the list, or have them sent again as they are."},

		"unknown":   {"It is not certain whether the card was sent", decide},
		"stranger":  {"Cards like it were sent, and it is not certain which of them is this one", decide},
		"in-flight": {"The card was being sent when this report was written", "The next run finds out what became of it."},

		"noAccount":  {"There is no WhatsApp account under the number", "Check these numbers with the people, or take them off the list."},
		"notInGroup": {"The sending account is not a member of the group", "Have the account added to these groups, or take them off the list."},
		"failed":     {"WhatsApp could not deliver the card", "These cards can be sent again."},
		"yellowCard": {"WhatsApp held the card back because it had restricted the sending account", "Once the restriction is lifted, these cards can be sent again."},
		"suspended":  {"WhatsApp held the card back because it had restricted the sending account", "Once the restriction is lifted, these cards can be sent again."},
		"expired":    {"The card waited for more than a day and was dropped", "These cards can be sent again."},

		"skipped":      {"The row was left out on purpose", ""},
		"duplicate":    {"An earlier row has the same card for the same recipient", ""},
		"excluded":     {"The recipient was excluded from this list", ""},
		"opted-out":    {"The recipient does not want to be written to", ""},
		"already-sent": {"The recipient already got this card from another list", ""},
		"cooldown":     {"The recipient got another card only recently", ""},
		"changed":      {"The recipient already got another card from this list", "If they are to have this card as well, it can be sent."},
		"example":      {"The row is the template's example", "Replace it by a row of your own."},

		"pending":        {"Not sent yet", "The next run sends these rows."},
		"interrupted":    {"Sending was interrupted", "The next run sends these rows."},
		"limit":          {"The run had reached its limit", "The next run sends these rows."},
		"daily-limit":    {"The day's limit had been reached", "A run on another day sends these rows."},
		"new-chats":      {"The day's limit of new recipients had been reached", "A run on another day sends these rows."},
		"window":         {"The hours for sending were over", "A run within these hours sends these rows."},
		"network":        {"The service could not be reached", "The next run sends these rows."},
		"no-answers":     {"The service did not answer properly", "The next run sends these rows."},
		"quota":          {"The quota of the plan was used up", "Once there is quota again, the next run sends these rows."},
		"instance-state": {"The sending account could not send", "Once the account is in order, the next run sends these rows."},
		"exclude":        {"A list of recipients to leave out could not be read", "Once it can be read, the next run sends these rows."},
		"incoming":       {"The messages that came in could not be read", "Once they can be read, the next run sends these rows."},
		"incoming-gap":   {"Messages that came in could not be shown", "Once somebody has looked at them, the next run sends these rows."},
		"refused":        {"The service refused many cards in a row", "Once the cause is found, the next run sends these rows."},
		"doubt":          {"They wait for similar cards of which it is not certain whether they were sent", "Once that is decided, the next run sends these rows."},
	}
}

// wording looks phrases up.
type wording map[string]phrase

// of returns the phrase of a reason: the most particular that there is.
func (w wording) of(r reason) phrase {
	for _, key := range []string{r.Code + " " + r.Field, r.Code} {
		if p, ok := w[key]; ok {
			return p
		}
	}
	return w[string(r.Status)]
}

// sentence is a row's own sentence without what only the operator of a command line can
// use: it ends before the clauses that lead to a command or a flag, and is "" if there are no others.
func sentence(l ledger.Line) string {
	if l.Status == ledger.Unknown {
		return "" // how the answer was lost, in the words of the network
	}
	text := withoutMethod(words.English().Sentence(l.Reason))
	at := len(text)
	for _, word := range []string{"--", "contactcast "} {
		if i := strings.Index(text, word); i >= 0 {
			at = min(at, i)
		}
	}
	if at == len(text) {
		return text
	}
	for purpose := true; purpose; {
		at = max(0, strings.LastIndexAny(text[:at], ",;:."))
		clause := strings.TrimSpace(text[strings.LastIndexAny(text[:at], ",;:.")+1 : at])
		purpose = strings.HasPrefix(strings.ToLower(clause), "to ")
	}
	return text[:at]
}

// withoutMethod is what the service said, of "sendContact: HTTP 400 Bad Request: what it said".
func withoutMethod(text string) string {
	if method, rest, found := strings.Cut(text, ": HTTP "); found && !strings.Contains(method, " ") {
		_, said, _ := strings.Cut(rest, ": ")
		return said
	}
	return text
}
