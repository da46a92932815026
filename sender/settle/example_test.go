package settle_test

import (
	"fmt"
	"time"

	"contactcast/internal/card"
	"contactcast/sender/settle"
)

// A request was made at noon and lost its answer. The account's queue shows the very card under an id that no other
// message has: it was accepted.
func ExampleEvidence_Decide() {
	noon := time.Date(2026, 1, 16, 12, 0, 0, 0, time.UTC)
	anna := card.Card{ChatID: "447700900001@c.us", Contact: card.Contact{PhoneContact: 447700900555, FirstName: "Anna"}}
	evidence := settle.Evidence{
		SettleAfter: 5 * time.Minute,
		Doubts:      []settle.Doubt{{Message: 1, Body: anna, Start: noon, End: noon.Add(time.Minute)}},
	}

	before := evidence.Decide(noon.Add(time.Minute))
	next, _ := evidence.Next(noon.Add(time.Minute), before)
	fmt.Println(before[0].Kind == settle.Wait, "read the", next.Source)

	evidence.Views = []settle.View{{
		Source: settle.Queue, ReadAt: noon.Add(2 * time.Minute), SkewKnown: true,
		Entries: []settle.Entry{{IDMessage: "3EB0C767D097B7C7C030", ChatID: anna.ChatID, Type: settle.Contact,
			Phone: anna.Contact.PhoneContact, Request: &anna}},
	}}
	after := evidence.Decide(noon.Add(2 * time.Minute))
	fmt.Println(after[0].Kind == settle.Found, after[0].IDMessage)
	// Output:
	// true read the queue
	// true 3EB0C767D097B7C7C030
}
