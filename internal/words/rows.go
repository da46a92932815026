package words

// englishRows are the reasons why a row cannot be sent, and what to look at in one that can.
// They name neither the row nor the cell.
func englishRows() map[Code]Entry {
	return map[Code]Entry{
		"missing/chat":     {Text: "there is no recipient: enter a phone number with its country code, or a chat id"},
		"missing/phone":    {Text: "there is no number for the card: enter one with its country code"},
		"missing/example":  {Text: "the card's number is still that of the template's example: enter the one that is to be on the card"},
		"missing/name":     {Text: "the card has no name: enter at least one of firstName, middleName, lastName, company"},
		"cell-error":       {Text: "the cell holds an error of the spreadsheet program: correct its formula or enter the value itself"},
		"formula-no-value": {Text: "the formula's result was never stored: open the file in a spreadsheet program and save it, or enter the value itself"},
		"precision-lost":   {Text: "the spreadsheet program rounded this number: format the column as text and enter the number again"},

		"phone-length/documented": {Text: "a phoneContact is documented to have {least} to {most} digits, this one has {digits}", Remedies: []Remedy{WidenDigits}},
		"phone-length/allowed":    {Text: "a phoneContact was to have {least} to {most} digits, this one has {digits}", Remedies: []Remedy{WidenDigits}},

		"ambiguous-phone/several": {Text: "there is more than one number here: leave one, and give the others rows of their own"},
		"ambiguous-phone/region":  {Text: "this may be a number of the region given, or one of another country: write it with + and its country code"},

		"invalid-phone/no-number":     {Text: "this is not a phone number"},
		"invalid-phone/few-digits":    {Text: "these are too few digits for a phone number"},
		"invalid-phone/many-digits":   {Text: "these are too many digits for a phone number"},
		"invalid-phone/signs":         {Text: "this is not a phone number: only digits, spaces, brackets, dots, dashes and a leading + may stand here"},
		"invalid-phone/fraction":      {Text: "this is a number with a fraction, not a phone number"},
		"invalid-phone/date":          {Text: "this is a date, not a phone number: format the column as text and enter the numbers again"},
		"invalid-phone/no-country":    {Text: "the country code is missing: write the number with + and the country code", Remedies: []Remedy{SayCountry}},
		"invalid-phone/not-of-region": {Text: "this is not a number of the region given: write it with + and its country code"},
		"invalid-phone/other-country": {Text: `the column {"header"} says {"country"}, and without a country code this would be a number of {region}: write it with + and its country code`},
		"invalid-phone/trunk-prefix":  {Text: "leave out the 0 (or other dialling prefix) between the country code and the number"},
		"invalid-phone/unknown-code":  {Text: "no country has this code: write the number with + and its country code"},
		"invalid-phone/too-short":     {Text: "this number is too short for its country"},
		"invalid-phone/too-long":      {Text: "this number is too long for its country"},
		"invalid-phone/wrong-length":  {Text: "no number of this country has this many digits"},
		"invalid-phone/other":         {Text: "the number cannot be used: {cause}"},

		"invalid-chat-id/group": {Text: "this looks like a group's id without its end: write it with @g.us"},
		"invalid-chat-id/shape": {Text: "this is no chat id: write a phone number with its country code, or 79000000000@c.us for a person, " +
			"120363000000000000@g.us for a group, 120000000000000@lid for a hidden number"},
		"invalid-chat-id/cyrillic": {Text: `the {"letter"} in this chat id is a Cyrillic letter that looks like the Latin {"latin"}: type the end of the id again`},
		"invalid-chat-id/greek":    {Text: `the {"letter"} in this chat id is a Greek letter that looks like the Latin {"latin"}: type the end of the id again`},
		"invalid-chat-id/armenian": {Text: `the {"letter"} in this chat id is an Armenian letter that looks like the Latin {"latin"}: type the end of the id again`},
		"invalid-chat-id/foreign":  {Text: `the {"letter"} in this chat id is a foreign letter that looks like the Latin {"latin"}: type the end of the id again`},

		"bad-row/too-large":       {Text: "the card is too large: the API refuses a request of more than {kB} kB; shorten the names"},
		"bad-row/overflow":        {Text: "the row has more cells than the header: put quotation marks around a text with the list's delimiter in it, or empty the last cells"},
		"bad-row/open-quote":      {Text: "a quotation mark opens a cell and is never closed"},
		"bad-row/several-lines":   {Text: "a quoted line of this list holds several lines"},
		"bad-row/lost-characters": {Text: "the row holds characters that were lost or are not in the file's encoding"},
		"bad-row/nul":             {Text: "the row holds a NUL character, which no program shows"},

		"warn/number-not-given-out": {Text: "no such number is known to have been given out in its country: look whether it is right"},
		"warn/number-mexico":        {Text: "WhatsApp knows some Mexican numbers as 52 and ten digits, others as 521 and ten digits: if nobody is found, write it the other way"},
		"warn/number-argentina":     {Text: "WhatsApp knows most Argentine mobile numbers as 549 and ten digits, some as 54 and ten digits: if nobody is found, write it the other way"},
		"warn/number-brazil":        {Text: "WhatsApp knows some Brazilian mobile numbers with the ninth digit, others without it: if nobody is found, write it the other way"},
		"warn/entities":             {Text: "HTML entities such as &#039; are read as the characters they stand for"},
		"warn/country-unknown":      {Text: `what the column {"header"} says is not known as a country: the number is completed as one of {region}`},
		"warn/tags":                 {Text: "HTML tags stand in it, and would be shown on the card: without them it would be another text"},
		"warn/decoded-twice":        {Text: "this looks like UTF-8 that was read in another encoding: decoded once more it would be another text"},
		"warn/taken-for-empty":      {Text: "this may stand for an empty cell and is left out of the card: if it is a name, write it in another case"},
		"warn/taken-for-name":       {Text: "this is taken for a name, but programs write the like for an empty cell: look whether it is one"},
		"warn/instead":              {Text: `{why}: {"instead"}`},
	}
}
