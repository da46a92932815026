package greenapi

// ContactMessage is the body of one sendContact request: whom to send to, and the card.
// Field names and types are those of the method's documentation.
type ContactMessage struct {
	// ChatID is "<digits>@c.us", a group's "...@g.us" or a hidden-number "...@lid".
	ChatID string `json:"chatId"`
	// Contact is the card that is shown to the recipient.
	Contact Contact `json:"contact"`
	// QuotedMessageID, if any, is the idMessage of a message in the same chat.
	QuotedMessageID string `json:"quotedMessageId,omitempty"`
}

// Contact is a contact card. One of the four names must not be empty; empty ones are left out of the request.
type Contact struct {
	// PhoneContact is the international number as digits, without "+"; documented as 11 or 12 digits.
	PhoneContact int64  `json:"phoneContact"`
	FirstName    string `json:"firstName,omitempty"`
	MiddleName   string `json:"middleName,omitempty"`
	LastName     string `json:"lastName,omitempty"`
	Company      string `json:"company,omitempty"`
}
