package settle

import (
	"slices"

	"contactcast/internal/card"
)

// Planned is a message that the ledger has never tried to send.
type Planned struct {
	Message int64
	Body    card.Card
}

// Stranger is an id that the account shows and the ledger does not own, with the card of a planned message.
type Stranger struct {
	IDMessage string
	// Messages it may be, never none. One may be taken as accepted under this id; of several, nobody knows which, and
	// none of them should be sent. Several strangers may be the same message, which then was sent more than once.
	Messages []int64
}

// Strangers finds cards that were sent before this ledger knew of them, the sign of a lost, restored or second ledger.
// planned looks up the planned messages with this chat id and card number; it is asked at most once for each chat and
// entry, however many messages there are. Times are of no interest: a card of last week that shows today was sent too.
// Entries under an @lid cannot be told apart and are passed over.
func Strangers(views []View, owns func(idMessage string) bool, planned func(chatID string, phone int64) []Planned) []Stranger {
	var strangers []Stranger
	all, _ := records(views)
	for _, r := range all {
		if r.kind != Contact || owns(r.id) {
			continue
		}
		s := Stranger{IDMessage: r.id}
		for _, chatID := range r.chats {
			for _, p := range planned(chatID, r.phone) {
				if r.matches(p.Body) && !slices.Contains(s.Messages, p.Message) {
					s.Messages = append(s.Messages, p.Message)
				}
			}
		}
		if len(s.Messages) > 0 {
			strangers = append(strangers, s)
		}
	}
	return strangers
}
