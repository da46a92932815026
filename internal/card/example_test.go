package card_test

import (
	"fmt"

	"contactcast/internal/card"
)

// What is sent is its content: the same card to the same chat has the same key, wherever it stood.
func ExampleCard_Key() {
	anna := card.Contact{PhoneContact: 447700900555, FirstName: "Anna"}
	first := card.Card{ChatID: "447700900001@c.us", Contact: anna}
	again := card.Card{ChatID: "447700900001@c.us", Contact: anna}
	other := card.Card{ChatID: "447700900002@c.us", Contact: anna}
	fmt.Println(first.Key() == again.Key(), first.Key() == other.Key())
	// Output: true false
}

// A Brazilian mobile number may be known to WhatsApp with or without the ninth digit: to both it is one person.
func ExamplePerson() {
	fmt.Println(card.Person("5511987654321@c.us") == card.Person("551187654321@c.us"))
	// Output: true
}
