package words

// englishOutcomes are what outcomes are called, and what they are.
func englishOutcomes() map[Code]Entry {
	return map[Code]Entry{
		"outcome/read":        {Text: "Read"},
		"outcome/delivered":   {Text: "Delivered"},
		"outcome/accepted":    {Text: "Accepted"},
		"outcome/undelivered": {Text: "Not delivered"},
		"outcome/pending":     {Text: "To be sent"},
		"outcome/unknown":     {Text: "Not certain"},
		"outcome/rejected":    {Text: "Refused"},
		"outcome/invalid":     {Text: "To be corrected"},
		"outcome/skipped":     {Text: "Left out"},

		"meaning/read":        {Text: "on the recipient's phone, and opened"},
		"meaning/delivered":   {Text: "on the recipient's phone"},
		"meaning/accepted":    {Text: "taken by the service; not known to have arrived yet"},
		"meaning/undelivered": {Text: "taken by the service, but will not arrive by itself"},
		"meaning/pending":     {Text: "not sent yet; the next run sends it"},
		"meaning/unknown":     {Text: "may have been sent; no clear answer came"},
		"meaning/rejected":    {Text: "the service refused the card"},
		"meaning/invalid":     {Text: "cannot be sent as written"},
		"meaning/skipped":     {Text: "on purpose"},
	}
}

// englishReasons are what stands above rows with the same reason, and what a person can do about it.
func englishReasons() map[Code]Entry {
	return map[Code]Entry{
		"heading/missing":              {Text: "Something is missing in the row"},
		"heading/missing-chatId":       {Text: "The row has no recipient"},
		"heading/missing-phoneContact": {Text: "The card has no phone number"},
		"heading/missing-name":         {Text: "The card has no name"},
		"heading/invalid-phone":        {Text: "This cannot be a complete phone number"},
		"heading/phone-length":         {Text: "The number on the card is unusually long or short"},
		"heading/ambiguous-phone":      {Text: "It is not clear which number is meant"},
		"heading/precision-lost":       {Text: "The spreadsheet program rounded the number"},
		"heading/cell-error":           {Text: "The cell shows an error instead of a value"},
		"heading/formula-no-value":     {Text: "The formula has no stored result"},
		"heading/invalid-chat-id":      {Text: "The recipient cannot be recognized"},
		"heading/bad-row":              {Text: "The row cannot be sent as a whole"},
		"heading/invalid":              {Text: "The row cannot be sent as it is"},
		"advice/invalid":               {Text: "Correct these rows in the list. When it is sent again, only they are sent."},

		"heading/rejected": {Text: "The service refused the card"},
		"advice/rejected":  {Text: "Correct these rows in the list, or have them sent again as they are."},

		"heading/unknown":    {Text: "It is not certain whether the card was sent"},
		"heading/unrecorded": {Text: "Cards like it were sent, and it is not certain which of them is this one"},
		"heading/in-flight":  {Text: "The card was being sent when this report was written"},
		"advice/unknown":     {Text: "Look at these chats on the sending phone. Where the card is missing, it can be sent again."},
		"advice/in-flight":   {Text: "The next run finds out what became of it."},

		"heading/noAccount":  {Text: "There is no WhatsApp account under the number"},
		"heading/notInGroup": {Text: "The sending account is not a member of the group"},
		"heading/failed":     {Text: "WhatsApp could not deliver the card"},
		"heading/yellowCard": {Text: heldBack},
		"heading/suspended":  {Text: heldBack},
		"heading/expired":    {Text: "The card waited for more than a day and was dropped"},
		"advice/noAccount":   {Text: "Check these numbers with the people, or take them off the list."},
		"advice/notInGroup":  {Text: "Have the account added to these groups, or take them off the list."},
		"advice/failed":      {Text: "These cards can be sent again."},
		"advice/yellowCard":  {Text: onceLifted},
		"advice/suspended":   {Text: onceLifted},
		"advice/expired":     {Text: "These cards can be sent again."},

		"heading/skipped":      {Text: "The row was left out on purpose"},
		"heading/duplicate":    {Text: "An earlier row has the same card for the same recipient"},
		"heading/excluded":     {Text: "The recipient was excluded from this list"},
		"heading/opted-out":    {Text: "The recipient does not want to be written to"},
		"heading/already-sent": {Text: "The recipient already got this card from another list"},
		"heading/cooldown":     {Text: "The recipient got another card only recently"},
		"heading/changed":      {Text: "The recipient already got another card from this list"},
		"heading/example":      {Text: "The row is the template's example"},
		"advice/changed":       {Text: "If they are to have this card as well, it can be sent."},
		"advice/example":       {Text: "Replace it by a row of your own."},

		"heading/pending":        {Text: "Not sent yet"},
		"heading/interrupted":    {Text: "Sending was interrupted"},
		"heading/limit":          {Text: "The run had reached its limit"},
		"heading/daily-limit":    {Text: "The day's limit had been reached"},
		"heading/new-chats":      {Text: "The day's limit of new recipients had been reached"},
		"heading/window":         {Text: "The hours for sending were over"},
		"heading/network":        {Text: "The service could not be reached"},
		"heading/no-answers":     {Text: "The service did not answer properly"},
		"heading/quota":          {Text: "The quota of the plan was used up"},
		"heading/instance-state": {Text: "The sending account could not send"},
		"heading/exclude":        {Text: "A list of recipients to leave out could not be read"},
		"heading/incoming":       {Text: "The messages that came in could not be read"},
		"heading/incoming-gap":   {Text: "Messages that came in could not be shown"},
		"heading/refused":        {Text: "The service refused many cards in a row"},
		"heading/doubt":          {Text: "They wait for similar cards of which it is not certain whether they were sent"},
		"advice/pending":         {Text: "The next run sends these rows."},
		"advice/daily-limit":     {Text: "A run on another day sends these rows."},
		"advice/new-chats":       {Text: "A run on another day sends these rows."},
		"advice/window":          {Text: "A run within these hours sends these rows."},
		"advice/quota":           {Text: "Once there is quota again, the next run sends these rows."},
		"advice/instance-state":  {Text: "Once the account is in order, the next run sends these rows."},
		"advice/exclude":         {Text: "Once it can be read, the next run sends these rows."},
		"advice/incoming":        {Text: "Once they can be read, the next run sends these rows."},
		"advice/incoming-gap":    {Text: "Once somebody has looked at them, the next run sends these rows."},
		"advice/refused":         {Text: "Once the cause is found, the next run sends these rows."},
		"advice/doubt":           {Text: "Once that is decided, the next run sends these rows."},
	}
}

const (
	heldBack   = "WhatsApp held the card back because it had restricted the sending account"
	onceLifted = "Once the restriction is lifted, these cards can be sent again."
)
