package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"contactcast/sender/ledger"
)

// reason is why a row did not end as it should: its status with an error code,
// or what became of an accepted message.
type reason struct {
	Status ledger.Status
	// Code is the error code, or for accepted rows the delivery status.
	Code string
}

// reasonOf returns a line's reason; ok is false if all is well so far.
func reasonOf(l ledger.Line) (r reason, ok bool) {
	switch {
	case l.Status == ledger.Accepted && undelivered(l.Delivery):
		return reason{l.Status, l.Delivery}, true
	case l.Status == ledger.Accepted:
		return reason{}, false
	default:
		return reason{l.Status, l.ErrorCode}, l.ErrorCode != ""
	}
}

// needsPerson tells whether somebody has to do something about it. Pending rows
// are sent by the next run, skipped rows are left out on purpose.
func (r reason) needsPerson() bool {
	return r.Status != ledger.Pending && r.Status != ledger.Skipped
}

// undelivered tells the delivery statuses with which a message will not arrive by itself.
func undelivered(delivery string) bool {
	switch delivery {
	case "noAccount", "notInGroup", "failed", "yellowCard", "expired":
		return true
	}
	return false
}

// remedy says what to do about a reason in this job. Rows tell their own story
// in their error text; this is what holds for all of them.
func (r reason) remedy(job string) string {
	text, ok := remedies()[r.Code]
	if !ok {
		text = remedyFor(r.Status)
	}
	return strings.ReplaceAll(text, "JOB", shellWord(job))
}

// remedyFor is by status, for codes that have no remedy of their own.
func remedyFor(s ledger.Status) string {
	switch s {
	case ledger.Rejected:
		return "The API refused these for good. Correct the rows in the file and send it again, or repeat them with: contactcast resolve JOB --resend rejected"
	case ledger.Unknown:
		return "These may have been sent. Look at the chats, then close them with: contactcast resolve JOB --assume-accepted, or repeat them with: contactcast resolve JOB --resend unknown"
	case ledger.Invalid:
		return "Correct these rows in the file and send it again; nobody gets a card twice."
	case ledger.Pending:
		return "Run the same command again; it goes on from here."
	default:
		return ""
	}
}

// shellWord quotes a name that a shell would take apart.
func shellWord(name string) string {
	if strings.IndexFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r)
	}) < 0 {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}

// remedies are by error code or delivery status.
func remedies() map[string]string {
	return map[string]string{
		"missing":          "Fill in the empty cell and send the file again.",
		"invalid-phone":    "This is not a phone number. Write it in international form, digits only, and send the file again.",
		"phone-length":     "Check the number for missing or extra digits. If all of a country's numbers are like this, widen the rule with --phone-digits.",
		"ambiguous-phone":  "Several numbers share a cell, or the country code is missing. Leave one number in it, or name the country with --region.",
		"precision-lost":   "The spreadsheet program has cut these numbers short. Format the column as text and enter the numbers anew.",
		"cell-error":       "The cell holds a spreadsheet error. Mend its formula or type the value.",
		"formula-no-value": "The formula has no stored result. Open the file in a spreadsheet program, save it, and send it again.",
		"invalid-chat-id":  "Write a phone number, or a chat id that ends in @c.us, @g.us or @lid.",
		"bad-row":          "The row can't be read as written. Look for a quotation mark that is never closed.",
		"noAccount":        "These numbers have no WhatsApp account. Check them with the people, or leave them out of the next list with --exclude.",
		"notInGroup":       "The sending account is no longer a member of this group.",
		"failed":           "WhatsApp could not deliver these. To send them again: contactcast resolve JOB --resend undelivered",
		"yellowCard":       "WhatsApp held these back while the account was restricted. Once it is free: contactcast resolve JOB --resend undelivered",
		"expired":          "These waited for more than a day and were dropped. To send them again: contactcast resolve JOB --resend undelivered",
		"duplicate":        "The same card to the same chat stands in an earlier row.",
		"excluded":         "The chat is on the list of those never to write to.",
		"example":          "The template's example row is never sent. Replace it by a row of your own.",
		"cooldown":         "The chat got a card a short while ago.",
		"changed":          "The chat got another card in this job. If it shall have this one too: --changed send",
	}
}

// tally counts rows by reason.
type tally struct {
	reason
	Rows int
}

// tallies returns those counts in the order of ledger.Statuses, the largest first.
func tallies(counts map[reason]int) []tally {
	var all []tally
	for r, n := range counts {
		all = append(all, tally{r, n})
	}
	order := ledger.Statuses()
	slices.SortFunc(all, func(a, b tally) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.Status), slices.Index(order, b.Status)),
			cmp.Compare(b.Rows, a.Rows),
			strings.Compare(a.Code, b.Code),
		)
	})
	return all
}

// deliveries are the rows by delivery status, in the order in which a message goes through them.
func deliveries(s *survey) []fact {
	var all []fact
	left := maps.Clone(s.delivery)
	for _, name := range ledger.DeliveryStatuses() {
		if n := left[name]; n > 0 {
			all = append(all, fact{name, n})
		}
		delete(left, name)
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		all = append(all, fact{name, left[name]})
	}
	return all
}
