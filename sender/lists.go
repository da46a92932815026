package sender

import (
	"errors"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// listsHeld is how long posting waits before lists that cannot be read are read again.
const listsHeld = time.Second

// Lists are files of chats not to write to that somebody may change meanwhile.
type Lists interface {
	// Look returns why posting must wait for them, or "", and an error that ends the run. It must be quick.
	Look() (why words.Fact, stop error)
}

// untilLists returns how long posting has to wait for the lists.
func (l *lane) untilLists() time.Duration {
	if l.Lists == nil {
		return 0
	}
	why, err := l.Lists.Look()
	var stop *StopError
	switch {
	case errors.As(err, &stop):
		l.fail(stop)
	case err != nil:
		l.fail(&StopError{Reason: words.New("lists", "cause", err), Err: err})
	case why.Code == "":
		return 0
	}
	l.waiting.on(ledger.Wait{Reason: why})
	return listsHeld
}
