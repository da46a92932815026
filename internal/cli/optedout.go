package cli

import (
	"path/filepath"

	"contactcast/internal/card"
	"contactcast/sender/ledger"
)

// because says why a chat is never to be written to.
func because(o ledger.OptOut) string {
	switch {
	case o.Word != "":
		return ", when it sent " + oneLine(o.Word)
	case o.List != "":
		return ", from " + filepath.Base(o.List)
	}
	return ""
}

func samePerson(a, b string) bool { return card.Person(a) == card.Person(b) }
