package words

// englishFiles are the reasons why a file cannot be used, and what was made of one that can.
func englishFiles() map[Code]Entry {
	save, again := []Remedy{SaveAgain}, []Remedy{GetAgain}
	return map[Code]Entry{
		"encrypted": {Text: "the file is protected by a password; open it and save a copy without the password"},
		"too-large": {Text: "the file is larger inside than a list of people can be ({what}); copy the list into a new workbook"},

		"too-large/unpacked": {Text: "{part} unpacks to {#bytes} bytes"},
		"too-large/deep":     {Text: "{part} holds a text of more than 1 MiB, or is nested too deeply"},
		"too-large/row":      {Text: "row {row} is longer than 1 MiB"},
		"too-large/strings":  {Text: "the table of shared strings"},

		"corrupt/empty":        {Text: "the file is empty", Remedies: again},
		"corrupt/cut-off":      {Text: "the file is damaged or was cut off", Remedies: again},
		"corrupt/no-workbook":  {Text: "the file says nowhere which of its parts is the workbook", Remedies: again},
		"corrupt/part-missing": {Text: "the part {part} is missing or there twice", Remedies: again},
		"corrupt/part-larger":  {Text: "{part} is larger than the file", Remedies: again},
		"corrupt/no-checksum":  {Text: "{part} has no checksum", Remedies: again},
		"corrupt/checksum":     {Text: "{part} does not match its checksum", Remedies: again},
		"corrupt/part-damaged": {Text: "{part} is damaged", Remedies: again},
		"corrupt/sheet-part":   {Text: `the sheet {"sheet"} leads nowhere`, Remedies: again},

		"unsupported-format/gzip":        {Text: "the file is packed with gzip; unpack it first"},
		"unsupported-format/7zip":        {Text: "the file is a 7-Zip archive; unpack it first"},
		"unsupported-format/rar":         {Text: "the file is a RAR archive; unpack it first"},
		"unsupported-format/xz":          {Text: "the file is packed with xz; unpack it first"},
		"unsupported-format/bzip2":       {Text: "the file is packed with bzip2; unpack it first"},
		"unsupported-format/zstd":        {Text: "the file is packed with zstd; unpack it first"},
		"unsupported-format/zip":         {Text: "the file is a zip archive, not a workbook; unpack it first"},
		"unsupported-format/picture":     {Text: "the file is a picture; the list is needed as .xlsx or CSV"},
		"unsupported-format/pdf":         {Text: "the file is a PDF document", Remedies: save},
		"unsupported-format/rtf":         {Text: "the file is a text document (RTF)", Remedies: save},
		"unsupported-format/sylk":        {Text: "the file is in the old SYLK format", Remedies: save},
		"unsupported-format/database":    {Text: "the file is a database", Remedies: save},
		"unsupported-format/lotus":       {Text: "the file is in a Lotus 1-2-3 format", Remedies: save},
		"unsupported-format/web-page":    {Text: "the file is a web page", Remedies: save},
		"unsupported-format/xls":         {Text: "the file is in the old Excel format (.xls)", Remedies: save},
		"unsupported-format/xlsb":        {Text: "the file is a binary workbook (.xlsb)", Remedies: save},
		"unsupported-format/markup":      {Text: "the file is a web page or an XML document, whatever its name says", Remedies: save},
		"unsupported-format/numbers":     {Text: "the file is a Numbers document", Remedies: save},
		"unsupported-format/odt":         {Text: "the file is a text document (.odt)", Remedies: save},
		"unsupported-format/odp":         {Text: "the file is a presentation (.odp)", Remedies: save},
		"unsupported-format/ods":         {Text: "the file is an OpenDocument file (.ods)", Remedies: save},
		"unsupported-format/docx":        {Text: "the file is a Word document (.docx)", Remedies: save},
		"unsupported-format/pptx":        {Text: "the file is a presentation (.pptx)", Remedies: save},
		"unsupported-format/office":      {Text: "it is an Office file, but not a workbook", Remedies: save},
		"unsupported-format/binary":      {Text: "the file is neither a text nor a workbook", Remedies: save},
		"unsupported-format/compression": {Text: "the workbook is packed by an unusual method", Remedies: save},
		"unsupported-format/vcard":       {Text: "the file holds contact cards (.vcf), not a list of recipients: save the contacts as .xlsx or CSV, from the program that wrote the file"},
		"unsupported-format/calendar":    {Text: "the file is a calendar (.ics); the list is needed as .xlsx or CSV"},
		"unsupported-format/json":        {Text: "the file is JSON; save the list as .xlsx or CSV"},
		"unsupported-format/address":     {Text: "this is a web address; download the list as .xlsx or CSV and name that file"},
		"unsupported-format/folder":      {Text: "this is a folder; name the file in it that is to be read"},
		"unsupported-format/no-file":     {Text: "this is not a regular file"},
		"unsupported-format/delimiter":   {Text: "the delimiter must be one ASCII character, such as ; or ,"},

		"encoding/unknown":      {Text: `there is no encoding named {"given"}; names are such as utf-8, windows-1251, windows-1252, windows-1255, windows-1256`},
		"encoding/which":        {Text: "the file does not say in which encoding it is; say the one in which the names look right, or save it as CSV UTF-8", Remedies: []Remedy{ChooseEncoding}},
		"file/encoding-guessed": {Text: "{why}; if that is not what the file says, its text is not in {encoding}", Remedies: []Remedy{NameEncoding}},
		"file/at-row":           {Text: "at row {row}: {why}"},
		"hidden-rows": {Text: "{n} {n|row with cells is|rows with cells are} hidden in the sheet ({rows})",
			Remedies: []Remedy{HiddenInclude, HiddenSkip}},
		"no-sheet":      {Text: `there is no sheet {"sheet"}; the sheets are {sheets}`},
		"no-sheet/none": {Text: "the workbook has no visible sheet with cells"},

		"note/no-sheets":    {Text: `the file is a text, which has no sheets: that sheet {"sheet"} was named means nothing here`},
		"note/no-delimiter": {Text: "the file is a workbook: that a delimiter was named means nothing here"},
		"note/no-encoding":  {Text: "the file is a workbook: that an encoding was named means nothing here"},
		"note/report":       {Text: "this is a report: its own columns are left out"},
		"note/one-card":     {Text: "the card is the same in every row: only chatId and quotedMessageId are read from the sheet"},
		"note/fixed-value":  {Text: "{field}: {warning}"},

		"no-chats":             {Text: noChats + ": is it the right file?"},
		"no-chats/national":    {Text: noChats + ". " + correctList, Remedies: []Remedy{SayCountry}},
		"no-chats/group":       {Text: noChats + ". " + groupsEnd},
		"unread-chat":          {Text: unreadChat + correctList},
		"unread-chat/national": {Text: unreadChat + correctList, Remedies: []Remedy{SayCountry}},
		"unread-chat/group":    {Text: unreadChat + groupsEnd},
		"unread-cell":          {Text: unreadCell},
		"unread-cell/national": {Text: unreadCell, Remedies: []Remedy{SayCountry}},
		"chat-list/row":        {Text: "row {row}"},
		"chat-list/sheet-row":  {Text: `sheet {"sheet"}, row {row}`},
		"chat-list/bad-row":    {Text: "{place}: {why}. " + correctList},
		"chat-list/more":       {Text: "{what} ({n} more {n|cell|cells} like it)"},
	}
}

const (
	noChats     = "there is no chat id and no phone number with its country code in the file"
	correctList = "Correct the list, or take out what is no number"
	groupsEnd   = "If it is a group's id, write it with @g.us"
	unreadChat  = `{place}, column {column}, {"cell"}: the number in it cannot be read, and who is meant must not be written to. `
	unreadCell  = `{place}, column {column}, {"cell"}: if this is a phone number, it could not be read, and nobody is left out by it`
)
