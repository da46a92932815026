package words

// englishTemplate are the notes in a template, and why none can be written.
func englishTemplate() map[Code]Entry {
	return map[Code]Entry{
		"template/chatId":          {Text: "Who gets the card: a phone number with its country code, or a chat id (...@c.us, ...@g.us, ...@lid). Required."},
		"template/phoneContact":    {Text: "The number on the card, with its country code. Required."},
		"template/firstName":       {Text: "The first name on the card. One of the four names is required."},
		"template/middleName":      {Text: "The middle name or patronymic."},
		"template/lastName":        {Text: "The last name."},
		"template/company":         {Text: "The company."},
		"template/quotedMessageId": {Text: "The id of a message in the same chat that the card answers. Usually empty."},

		"template/needed":       {Text: "The columns in yellow are needed, and one of the four names."},
		"template/replace":      {Text: "Replace the example row by your own rows: one row, one card to one chat. Left in, it is not sent."},
		"template/one-number":   {Text: "One number in a cell. A second one needs a row of its own."},
		"template/country-code": {Text: "Write numbers with + and the country code."},
		"template/region": {Text: "Numbers of one country may be written as they are dialled there: then say which country, where the list is checked.",
			CLI: "Numbers of one country may be written as they are dialled there: then add --region, as in --region RU."},
		"template/text":    {Text: "The columns of numbers are formatted as text: elsewhere programs show 7.9E+10 and may lose the last digits."},
		"template/order":   {Text: "Columns may stand in any order and have names in other languages."},
		"template/further": {Text: "Further columns are kept and come back in the report."},
		"template/look":    {Text: "Before sending, look at what would be sent.", CLI: "Before sending, look at what would be sent: contactcast check FILE"},

		"template/format": {Text: "{file}: give the template a name that ends in .xlsx or .csv"},
		"template/exists": {Text: "{file} exists already: give another name, or remove it first"},
	}
}
