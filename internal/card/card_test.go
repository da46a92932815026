package card

import (
	"testing"

	"pgregory.net/rapid"
)

// Whatever differs in a card makes another key, also where texts only move from one field to the next.
func TestKeysAreContent(t *testing.T) {
	text := rapid.StringOf(rapid.RuneFrom([]rune("ab")))
	draw := rapid.Custom(func(t *rapid.T) Card {
		return Card{text.Draw(t, "chat"), Contact{rapid.Int64Range(1, 2).Draw(t, "phone"), text.Draw(t, "first"),
			text.Draw(t, "middle"), text.Draw(t, "last"), text.Draw(t, "company")}, text.Draw(t, "quote")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw.Draw(t, "a"), draw.Draw(t, "b")
		if (a == b) != (a.Key() == b.Key()) {
			t.Fatalf("%+v and %+v have keys %x and %x", a, b, a.Key(), b.Key())
		}
	})
}

func TestPersons(t *testing.T) {
	for _, same := range [][]string{
		{"5215512345678@c.us", "525512345678@c.us"},
		{"5491123456789@c.us", "541123456789@c.us"},
		{"5531996883193@c.us", "553196883193@c.us"},
		{"5511996883193@c.us", "551196883193@c.us"},
		{"79000000001@c.us"},
		{"553132345678@c.us"}, // a landline, which has no ninth digit
		{"120363000000000000@g.us"},
		{"120000000000000@lid"},
	} {
		for _, id := range same {
			if got := Person(id); got != same[len(same)-1] {
				t.Errorf("Person(%q) = %q, want %q", id, got, same[len(same)-1])
			}
		}
	}
}

// An alternative's alternative is the number itself, and both are one person.
func TestAlternativesAreMutual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`(52|54|55|7|49)1?9?[0-9]{8,11}`).Draw(t, "digits")
		other, country := Alternative(digits)
		if country == "" {
			return
		}
		if back, _ := Alternative(other); back != digits {
			t.Fatalf("%s may be %s, which may be %q", digits, other, back)
		}
		if Person(digits+"@c.us") != Person(other+"@c.us") {
			t.Fatalf("%s and %s are two persons", digits, other)
		}
	})
}
