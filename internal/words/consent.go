package words

// englishConsent are what there is to say of the lists of chats not to write to, and of whom they leave out.
func englishConsent() map[Code]Entry {
	return map[Code]Entry{
		"exclude/read":         {Text: "{list}: {n} {n|chat|chats}"},
		"exclude/read-without": {Text: "{list}: {n} {n|chat|chats}, {rows} {rows|row|rows} without one"},
		"exclude/kept":         {Text: "job {job} leaves out {n} {n|chat|chats} of {file}, which was read again"},
		"exclude/gone":         {Text: "job {job} leaves out {n} {n|chat|chats} of {file}, which is no longer there: whom it named stays left out"},
		"exclude/status":       {Text: "it leaves out {n} {n|chat|chats} of {file}"},
		"exclude/status-gone":  {Text: "it leaves out {n} {n|chat|chats} of {file}, which is no longer there"},
		"exclude/kept-unread":  {Text: "this list was named when the job was planned before, and holds for all its runs: correct it, or move it away, so that only whom it named before stays left out"},
		"optout/read":          {Text: "{file}: {n} {n|chat|chats} read, {rows} {rows|row|rows} without one"},

		"options/exclude-blank":   {Text: "a list of chats to leave out has no name"},
		"options/exclude-stdin":   {Text: "a list of chats to leave out must be a file: standard input cannot be read again when the job goes on"},
		"options/exclude-chat":    {Text: "there is no file {chat}; a list of chats to leave out is a file", Remedies: []Remedy{AddOptOut}},
		"options/exclude-several": {Text: "there is no file {file}; name each list by itself", Remedies: []Remedy{ExcludeEach}},
		"options/exclude-none":    {Text: "there is no file {file}, which was to be a list of chats to leave out"},
		"options/ledger": {Text: "{ledger} is an address of another kind: a ledger is a file on this machine, or a PostgreSQL database (postgres://...)",
			CLI: "--ledger {ledger}: a ledger is a file on this machine, or a PostgreSQL database (postgres://...)"},
		"options/chat":  {Text: "{account} is no file, and no chat: {cause}"},
		"options/chats": {Text: "{account} is no file, and there is more than one number in it: name each by itself", Remedies: []Remedy{NameEach}},

		"options/chats-unread": {Text: "{account} is no file, and there is more than one number in it, not all of which can be read: name each by itself"},
		"sent-again":           {Text: "{n} {n|row|rows} whose card their chat already got in another job {n|is|are} to be sent again, as was said"},

		"left-out/excluded":      {Text: "on the list {list}"},
		"left-out/opted-out":     {Text: "never to be written to: {list}"},
		"left-out/opted-out-all": {Text: "never to be written to"},
		"left-out/already-sent":  {Text: "already got this card in job {job}"},
		"left-out/duplicate":     {Text: "the same card to the same person as another row"},
		"left-out/cooldown":      {Text: "got a card in another job too recently"},
		"left-out/changed":       {Text: "got another card of this job, one no longer in the file"},
		"left-out/example":       {Text: "the template's example"},
		"left-out/other":         {Text: "{code}"},
	}
}
