package words

// englishLists are what there is to say of a list before anything is sent, and of a job's plan.
func englishLists() map[Code]Entry {
	return map[Code]Entry{
		"no-file":       {Text: "{file}: no such file"},
		"no-file/alike": {Text: "{file}: no such file; there is {alike}"},
		"column-moved": {Text: `column {column}, which was said to be {field} when the job was planned, was called {"before"} and is called {"now"} now: name it again`,
			CLI:      `column {column}, which was said to be {field} when the job was planned, was called {"before"} and is called {"now"} now: name it again with --map {field}=..., or forget what was said with --map none`,
			Remedies: []Remedy{MapColumn}},
		"card-changed": {Text: "{file} has changed since the job was planned, and the card is still as it was",
			CLI: "{file} has changed since the job was planned, and the card is still as it was: --set-contact {file} takes the new one"},
		"card-gone": {Text: "there is no {file} any more: the card is as it was there when the job was planned"},
		"reading-kept": {Text: "how job {job} was read before cannot be understood ({cause})",
			CLI: "how job {job} was read before cannot be understood ({cause}): --map none forgets it"},
		"no-rows":            {Text: "no row of the file can be sent, so there is no card to test"},
		"excluded/test-chat": {Text: "{chat} cannot have the test: this chat is on the list {list}", CLI: "--test-to {chat}: this chat is on the list {list}"},
		"declined/decision":  {Text: "nothing was changed"},
		"declined/test":      {Text: "nothing was sent"},
		"declined/plan":      {Text: "nothing was sent; the plan is kept, and the same command asks again"},

		"not-listed":        {Text: "none of them is on the list of chats never to write to; nothing was changed"},
		"not-listed/job":    {Text: "none of them is on the chats that job {job} leaves out; nothing was changed"},
		"not-listed/word":   {Text: "{name} is no stop word; nothing was changed"},
		"not-listed/sender": {Text: "none of them is open; nothing was changed", CLI: "none of them is open; contactcast status shows who is. Nothing was changed"},
		"still-listed":      {Text: "{file} still holds {chat} (row {row}), so that the next run would leave it out again: take it out there first. Nothing was changed"},
		"incoming-gap/look": {Text: "the account cannot show what came in from {since} to {until}, and a stop word may be among it. Look at the chats on the phone, and opt out who said no",
			CLI: "the account cannot show what came in from {since} to {until}, and a stop word may be among it. " +
				"Look at the chats on the phone, opt out who said no ({optout}), and then: {seen}",
			Remedies: []Remedy{WordSeen}},
		"incoming-hidden/words": {Text: "there are stop words, but the instance's settings hide incoming messages: " +
			"switch on the notifications about incoming messages in GREEN-API's console (incomingWebhook), or remove the stop words",
			CLI: "there are stop words, but the instance's settings hide incoming messages: " +
				"switch on the notifications about incoming messages in GREEN-API's console (incomingWebhook), or contactcast optout word remove the words"},

		"planned-from":       {Text: "this job was last planned from {file}"},
		"unchanged":          {Text: "{file} is unchanged since it was planned {at}"},
		"doubts-before":      {Text: "{n} {n|row was|rows were} in flight or without an answer when an earlier run stopped; looking for evidence while the rest is sent"},
		"clock-ahead":        {Text: "this ledger's last messages are dated {ahead} ahead of the API's clock: this machine's clock was wrong when they were sent; they are dated anew"},
		"no-journal-kept":    {Text: "this account's settings keep no journal of what is sent, so that a ledger that was lost or restored could not be noticed"},
		"disowned":           {Text: "{n} {n|card|cards} that the account shows are recorded as not this list's"},
		"unrecorded/adopted": {Text: "{n} {n|card|cards} that the account shows as sent are marked accepted"},
		"stop-words":         {Text: "{n} {n|person sent|people sent} a stop word, and {n|is|are} opted out"},

		"report-edited":   {Text: "{file} was edited since it was written, and is left as it is"},
		"report-not-ours": {Text: "{file} was not written by contactcast, and is left as it is"},
		"report-unknown":  {Text: "the ledger could not be told of it, so that the next report will be written beside it: {cause}"},
		"unencrypted":     {Text: "{url} is plain http: others on the way can read the token"},
	}
}
