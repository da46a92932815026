package words

import (
	"maps"
	"sync"
)

// English is the language of all that the program says.
func English() Language { return english() }

// english is the catalogue, put together once; nobody changes it.
var english = sync.OnceValue(func() Language {
	l := Language{
		Tag: "en",
		Plural: func(n int) int {
			if n == 1 || n == -1 {
				return 0
			}
			return 1
		},
		Thousands: ",",
		Entries: map[Code]Entry{
			"as-told": {Text: "{text}"},
		},
	}
	for _, part := range []map[Code]Entry{
		englishStatuses(), englishRows(), englishFiles(), englishSettings(), englishLists(), englishQuestions(), englishReading(), englishRuns(), englishOverview(),
		englishCommandLine(), englishUsage(), englishRemedies(), englishAPI(), englishStops(), englishLedger(), englishConsent(), englishOutcomes(), englishReasons(), englishReports(),
		englishPage(), englishPageSend(), englishTemplate(),
	} {
		maps.Copy(l.Entries, part)
	}
	return l
})

func englishStatuses() map[Code]Entry {
	return map[Code]Entry{
		"status/accepted": {Text: "in the account's queue; delivery is not known yet"},
		"status/pending":  {Text: "not sent yet", Remedies: []Remedy{GoOn}},
		"status/unknown":  {Text: "may have been sent; never sent again blindly", Remedies: []Remedy{Decide}},
		"status/rejected": {Text: "refused by the API for good", Remedies: []Remedy{ResendRejected}},
		"status/invalid":  {Text: "cannot be sent as written", Remedies: []Remedy{CorrectRows}},

		"status/skipped": {Text: "left out on purpose"},

		"delivery/pending":    {Text: "WhatsApp is sending it"},
		"delivery/sent":       {Text: "left the account; not shown on the recipient's phone yet"},
		"delivery/delivered":  {Text: "on the recipient's phone"},
		"delivery/read":       {Text: "opened"},
		"delivery/noAccount":  {Text: "no WhatsApp account under this number"},
		"delivery/notInGroup": {Text: "the sending account is not in this group"},
		"delivery/failed":     {Text: "WhatsApp could not deliver it", Remedies: []Remedy{ResendFailed}},
		"delivery/yellowCard": {Text: "held back while WhatsApp restricted the account", Remedies: []Remedy{ResendFailed}},
		"delivery/suspended":  {Text: "held back while WhatsApp restricted the account", Remedies: []Remedy{ResendFailed}},
		"delivery/expired":    {Text: "waited more than a day in the account's queue and was dropped", Remedies: []Remedy{ResendFailed}},
	}
}
