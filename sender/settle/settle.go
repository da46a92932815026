// Package settle decides what became of sendContact requests whose answer never came, from what the account's queue,
// journal and chat histories show. It reads nothing itself and has no clock: the engine hands it Evidence, takes the
// verdicts of Decide, and reads what Next asks for.
//
// Two mistakes are possible and neither may happen: to call a message absent that the service has accepted (it would be
// sent twice), and to give a message an id that is not its own. Whatever evidence cannot settle stays undecided.
//
// All times but those of entries are of one clock that is never set, kept to the API's as its answers show it: see
// greenapi.Client.ServerTime. What an earlier run wrote down by a clock that proved wrong is an interval.
//
// What is assumed of the service: the queue is first in, first out; a request is accepted within half of
// Evidence.SettleAfter after its attempt ended, or not at all; a message shows in a working journal within two minutes
// after it left the queue (less when SettleAfter is short: two fifths of it); an idMessage is the same everywhere.
package settle

import (
	"time"

	"contactcast/internal/card"
	"contactcast/internal/words"
)

// Evidence is all that is known when doubts are decided. Take Own after the last view was read, so that an answer that came
// in meanwhile owns its id.
type Evidence struct {
	// SettleAfter is how long to wait before absence can be shown: late acceptance, the journal's lag, a reserve.
	SettleAfter time.Duration
	// Doubts are all messages in doubt on this account, also those that were undecidable before: an id that could be
	// either of two messages is given to none, and that only works when both are here.
	Doubts []Doubt
	// Own are the ids that messages of the ledger own, at least all posted since SettleAfter before the earliest Start.
	Own []Own
	// Owns reports whether the ledger owns an id, from whatever time; nil when Own is all there is.
	Owns func(idMessage string) bool
	// Views are all that was read since the earliest Start. Older ones say nothing, and so do readings that failed for a
	// while and will be made again, which don't belong here.
	Views []View
	// Idle says that nothing is being posted: nothing is left to send, or posting is held until doubt is settled.
	Idle bool
	// AuthorizedSince is since when every reading of the state showed "authorized"; zero when it does not.
	AuthorizedSince time.Time
}

// Doubt is a message whose last attempt got no answer that can be used.
type Doubt struct {
	Message int64     // the ledger's number of the message
	Body    card.Card // the request as it was sent
	// Start and End bound the attempt: before the first byte was written, and when the answer, the error or the timeout
	// came. After a crash End is when the next run took the lock, since the request may have lived that long. Where a
	// clock was wrong, they are the earliest and the latest that its readings allow.
	Start, End time.Time
	// StartBy is the latest at which the attempt can have started; zero when Start is exact.
	StartBy time.Time
	// Exhausted says that an earlier run has read all that can be read in vain: one more reading is enough.
	Exhausted bool
	// Drained is when the queue that stood before the attempt has drained, or will have as far as is known; zero when
	// there was none (a delay of 0 has no queue). It may be moved later while the queue is seen to stand.
	Drained time.Time
}

// Own is an id that a message of the ledger got, by its answer or by an earlier verdict.
type Own struct {
	IDMessage string
	ChatID    string
	PostedAt  time.Time // when its attempt started, or the earliest that it can have
	PostedBy  time.Time // the latest that it can have started; zero when PostedAt is exact
}

// startBy is the latest at which the attempt can have started.
func (d Doubt) startBy() time.Time {
	if d.StartBy.After(d.Start) {
		return d.StartBy
	}
	return d.Start
}

// by is the latest at which the attempt can have started.
func (o Own) by() time.Time {
	if o.PostedBy.After(o.PostedAt) {
		return o.PostedBy
	}
	return o.PostedAt
}

// Source is the method a View was read with.
type Source int

const (
	Queue       Source = iota // showMessagesQueue, with getMessagesCount beside it
	Journal                   // lastOutgoingMessages
	ChatHistory               // getChatHistory of one chat
	Message                   // getMessage of one id
)

// String names the source, for programmers.
func (s Source) String() string {
	return [...]string{"queue", "journal", "chat history", "message"}[s]
}

// Fact names the source, for people.
func (s Source) Fact() words.Fact {
	return words.New([...]words.Code{"source/queue", "source/journal", "source/chat-history", "source/message"}[s])
}

// View is one reading, failed or not.
type View struct {
	Source    Source
	ChatID    string    // ChatHistory and Message: the chat that was asked for
	IDMessage string    // Message: the id that was asked for
	ReadAt    time.Time // our clock, just before the request
	// Skew is the answer's Date header minus our clock when the answer arrived. Taken like this its error makes entries
	// look later than they are, which is the safe side. SkewKnown is false without a Date header.
	Skew      time.Duration
	SkewKnown bool
	Minutes   int // Journal: the minutes asked for
	// Cut says that there may be more than was shown: 500 entries or more, or as many messages of a chat as were asked for.
	Cut bool
	// Unreadable says that no list came and none would at once: a quota that is used up, broken JSON. It shows nothing,
	// and no doubt is given up for it.
	Unreadable bool
	// Empty, of a Queue, says that the listing and the count both showed nothing. The listing alone hides its head.
	Empty   bool
	Entries []Entry
}

// Type is what an entry is.
type Type int

const (
	// Stub is an entry that does not say what it is: an empty typeMessage, as right after sending, one we do not know,
	// or one that stands in for what a message was before (deleted, edited).
	Stub Type = iota
	// Other is surely no contact card.
	Other
	// Contact is a contact card.
	Contact
)

// Entry is one message as a view shows it.
type Entry struct {
	IDMessage   string
	ChatID      string
	Type        Type
	Phone       int64  // the digits of the card's number; 0 when it is not known
	DisplayName string // the card's, composed by the service in an undocumented way
	// Time is the timestamp, whole seconds of the server's clock; zero when there is none. In a Journal it is the time
	// of the message's last change (sent, delivered, read...), elsewhere that of the message itself.
	Time     time.Time
	Incoming bool // a chat's history has both directions
	// Request, of a Queue, is the request itself when it is a contact card that could be read.
	Request *card.Card
}

// Kind is what a Verdict says.
type Kind int

const (
	// Wait: not decidable yet; the next reading is due at Until.
	Wait Kind = iota
	// Found: the message was accepted under IDMessage.
	Found
	// Absent: the message was not accepted; sending it again is safe.
	Absent
	// Confirm: only getMessage of ChatID and IDMessage can show what that id is, or from when.
	Confirm
	// AskHistory: the history of ChatID may show more.
	AskHistory
	// Undecidable: more reading will not help; it needs a person's decision.
	Undecidable
)

// Verdict is what is to be done about one message in doubt.
type Verdict struct {
	Message   int64
	Kind      Kind
	IDMessage string     // Found, Confirm
	ChatID    string     // Confirm, AskHistory
	Until     time.Time  // Wait: when the next reading is due, our clock
	Why       words.Fact // what the verdict rests on, or what is lacking
	Exhausted bool       // Undecidable: all that can be read was; another run need not wait again
	Tried     words.Fact // with Wait and Undecidable: what was read
}
