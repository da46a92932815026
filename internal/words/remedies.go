package words

// englishRemedies are what a person can do: how a command line leads to the command that does it,
// and what a page calls the control.
func englishRemedies() map[Code]Entry {
	return map[Code]Entry{
		"remedy/correct-rows":    {Text: "correct the rows in the file or in the report, and send it again: only they are sent"},
		"remedy/say-country":     {Text: "if they are numbers of one country, say which (CC): {command}"},
		"remedy/widen-digits":    {Text: "to send such numbers all the same: {command}"},
		"remedy/choose-encoding": {Text: "{sample}: {command}"},
		"remedy/name-encoding":   {Text: "to name the encoding: {command}"},
		"remedy/hidden-include":  {Text: "to read them: {command}"},
		"remedy/hidden-skip":     {Text: "to leave them out: {command}"},
		"remedy/save-again":      {Text: "open it in a spreadsheet program and save it as .xlsx or CSV"},
		"remedy/get-again":       {Text: "get the file again, or open it in a spreadsheet program, check it and save it as .xlsx or CSV"},

		"control/correct-rows":    {Text: "Download the rows to correct"},
		"control/say-country":     {Text: "Country of the numbers"},
		"control/widen-digits":    {Text: "Digits of a number"},
		"control/choose-encoding": {Text: "Encoding"},
		"control/name-encoding":   {Text: "Encoding"},
		"control/hidden-include":  {Text: "Read the hidden rows"},
		"control/hidden-skip":     {Text: "Leave the hidden rows out"},
		"control/save-again":      {Text: "Choose another file"},
		"control/get-again":       {Text: "Choose another file"},
	}
}
