package words

// englishStops are the reasons why a run ends with rows left, and why it waits.
func englishStops() map[Code]Entry {
	return map[Code]Entry{
		"interrupted":       {Text: "stopped by {cause}"},
		"interrupted/again": {Text: "stopped by {cause}; the same command goes on"},
		"stop/until":        {Text: "{why}; it can go on at {until}"},
		"stop/account":      {Text: "account {account}: {why}"},
		"limit":             {Text: "this run's limit of {n} {n|row|rows} is reached"},
		"daily-limit":       {Text: "today's limit of {n} {n|message|messages} is reached"},
		"new-chats":         {Text: "today's limit of {n} new {n|chat|chats} is reached"},
		"window/closed":     {Text: "it is outside the hours {hours}, {zone}"},
		"window/queued":     {Text: "what is queued will still be leaving when the hours {hours}, {zone}, end"},

		"quota":         {Text: "the plan's quota is used up: change the tariff in GREEN-API's console, or wait for the 1st of the month ({answer})"},
		"quota/chats":   {Text: "the plan's chats for this month are used up; it reaches only those it already has: change the tariff in GREEN-API's console ({answer})"},
		"quota/reading": {Text: "the plan's requests of this kind are used up for this month (1000 on the Developer tariff): what was fetched is kept; the same command goes on from the 1st, or with another tariff ({answer})"},
		"http/token":    {Text: "the token is wrong: check it against apiTokenInstance on the instance's page in GREEN-API's console ({answer})", Remedies: []Remedy{CheckToken}},
		"http/instance": {Text: "the API does not serve this instance at this address: both stand on the instance's page in GREEN-API's console, and the address differs from account to account ({answer})",
			Remedies: []Remedy{CheckInstance, CheckAddress}},
		"http/no-method": {Text: "there is no such method at this address ({answer})", Remedies: []Remedy{CheckAddress}},
		"redirect":       {Text: "the address answers with a redirect, which would not carry a card: sign in if the network wants that ({answer})", Remedies: []Remedy{CheckAddress}},
		"retry-after":    {Text: "the API asks for nothing to be sent before {until} ({answer})"},
		"busy":           {Text: "the API has answered nothing but 429 for {minutes} minutes: is another program at work on this instance? ({answer})"},

		"instance-state/unready":        {Text: "the instance cannot send: {answer}"},
		"instance-state/refused":        {Text: "the instance cannot be used: {answer}"},
		"instance-state/not-authorized": {Text: "the instance's state is {state}: the instance is not linked to a WhatsApp account: scan its QR code in GREEN-API's console"},
		"instance-state/restricted":     {Text: "the instance's state is {state}: WhatsApp has restricted this number: stop mailing for some days, then reboot the instance in GREEN-API's console"},
		"instance-state/blocked":        {Text: "the instance's state is {state}: WhatsApp has banned this number: write to WhatsApp's support"},
		"instance-state/unknown":        {Text: "the instance's state is {state}: this state is not known to be safe: look at the instance in GREEN-API's console"},
		"instance-state/ends":           {Text: "{why}; the restriction ends {until}"},
		"instance-state/now":            {Text: "the instance's state is {state}"},

		"queue":        {Text: "the account's queue has not moved for {minutes} minutes, with {n} {n|message|messages} in it: what was accepted is not being sent; look at the instance in GREEN-API's console: rebooting it there is GREEN-API's own advice"},
		"queue/unread": {Text: "for {minutes} minutes it could not be read whether the account's queue moves: {cause}"},

		"no-answers":       {Text: "the API's answers cannot be used: {why}"},
		"refused":          {Text: "{n} rows in a row were refused with the same error; they are pending again: {why}"},
		"ledger":           {Text: "{cause}"},
		"ledger/unwritten": {Text: "the ledger cannot be written, so nothing more is sent: {cause}"},
		"doubt":            {Text: "{n} {n|row waits|rows wait} for others in doubt, which send a card with the same number to the same chat"},
		"evidence":         {Text: "what became of {n} {n|row|rows} in doubt cannot be read: {cause}; the next run looks again"},
		"lists":            {Text: "{cause}"},
		"exclude":          {Text: "a list of chats not to write to cannot be read any more, so nothing more is sent: {cause}"},
		"report":           {Text: "what was fetched is in the ledger, but not in a report: {cause}"},

		"incoming":          {Text: "incoming messages cannot be read for stop words, so nothing more is sent: {cause}"},
		"incoming-gap":      {Text: "a stop word may have been missed, so nothing more is sent: {cause}"},
		"incoming-gap/span": {Text: "incoming messages from {since} to {until} cannot be shown any more"},
		"incoming-hidden":   {Text: "the account's settings hide incoming messages (incomingWebhook is not yes), so that stop words cannot be read"},

		"unlooked": {Text: "the account's {what} cannot be looked at for cards that this ledger does not know, so nothing was sent: the same command tries again ({cause})",
			Remedies: []Remedy{NoJournal}},
		"unlooked/quota": {Text: "the plan's requests for {method} are used up for this month, so the account's {what} cannot be looked at for cards that this ledger does not know, and nothing was sent: change the tariff in GREEN-API's console, or wait for the 1st ({cause})",
			Remedies: []Remedy{NoJournal}},

		"asked/wait":    {Text: "the API, which asked for it"},
		"network/wait":  {Text: "the API: {cause}"},
		"busy/wait":     {Text: "the API, which answers 429"},
		"starting/wait": {Text: "the instance to start"},
		"state/wait":    {Text: "the instance's state"},
		"queue/wait":    {Text: "the account's queue to drain"},
		"evidence/wait": {Text: "evidence about what is in doubt ({n}), which takes {settle} or longer"},
		"evidence/api":  {Text: "the API: {cause}"},
		"incoming/wait": {Text: "the account's incoming messages"},
		"incoming/api":  {Text: "incoming messages: {cause}"},
		"job/wait":      {Text: "another job, which is sending the same card"},
		"exclude/wait":  {Text: "a list of chats not to write to: {cause}"},
	}
}
