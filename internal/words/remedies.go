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

		"remedy/check-address":  {Text: "check --api-url (GREENAPI_URL) against apiUrl on the instance's page in GREEN-API's console"},
		"remedy/check-instance": {Text: "check --id-instance (GREENAPI_ID_INSTANCE)"},
		"remedy/check-token":    {Text: "check GREENAPI_API_TOKEN_INSTANCE or --token-file, or run contactcast login again"},
		"remedy/write-https":    {Text: "write https:// in --api-url (GREENAPI_URL)"},
		"remedy/name-proxy":     {Text: "where the internet is reached through a proxy only, {variable} names it"},
		"remedy/sign-in":        {Text: "open a browser and sign in to the network if it wants that"},
		"remedy/trust-file":     {Text: "if it is, SSL_CERT_FILE=FILE.pem names a file that holds the authority's certificate"},
		"remedy/trust-system":   {Text: "if it is, add the authority's certificate to the system's trusted ones"},
		"remedy/no-journal":     {Text: "if this ledger was neither lost nor restored from a backup, to send without looking: {command}"},
		"remedy/send-changed":   {Text: "to send this one too: {command}"},

		"control/check-address":  {Text: "Address (apiUrl)"},
		"control/check-instance": {Text: "Instance (idInstance)"},
		"control/check-token":    {Text: "Token (apiTokenInstance)"},
		"control/write-https":    {Text: "Address (apiUrl)"},
		"control/name-proxy":     {Text: "Try again"},
		"control/sign-in":        {Text: "Try again"},
		"control/trust-file":     {Text: "Try again"},
		"control/trust-system":   {Text: "Try again"},
		"control/no-journal":     {Text: "Send without looking"},
		"control/send-changed":   {Text: "Send the changed card, too"},

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
