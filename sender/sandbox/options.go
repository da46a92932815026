package sandbox

import "time"

// Options describe the simulated account. The zero value is a linked account that accepts any idInstance and
// token, sends a message every 100 ms, keeps the documented limits and forgets everything when it is closed.
type Options struct {
	// IDInstance and Token, when given, are the only ones let in: others get 403 and 401.
	IDInstance, Token string
	// Delay is the account's delaySendMessagesMilliseconds, the time between two messages that leave the
	// queue; zero means 100 ms, negative none at all, so that there is no queue to wait for.
	Delay time.Duration
	// Drain is the time between two messages that leave where it is really longer than Delay, as WhatsApp makes it
	// in mass mailings; getSettings goes on showing Delay.
	Drain time.Duration
	// State is the account's state at the start, one of the State constants; empty leaves it as remembered,
	// or StateAuthorized for a new account.
	State string
	// Schedule lists changes of state to come.
	Schedule []StateChange
	// SuspendedUntil is shown by getWaSettings while the state is StateSuspended or StateYellowCard; zero means an hour from Open.
	SuspendedUntil time.Time
	// JournalLag is how long after it left the queue a message shows in the journal and the chat's history;
	// zero means 1 s, negative none. The real service takes up to two minutes.
	JournalLag time.Duration
	// ReadAfter is how long after it left a message is read, by every second recipient; zero means a minute.
	ReadAfter time.Duration
	// Outcomes gives recipients whose chat id ends in these digits (before the "@") a delivery status of their
	// own: {"0000": "noAccount"}. No ending may be the end of another.
	Outcomes map[string]string
	// PhoneDigits are the fewest and most digits of a phoneContact; zero means the documented 11 and 12.
	PhoneDigits [2]int
	// Limits multiplies the documented requests per second of every method; zero means 1, negative no limits.
	Limits float64
	// Latency is the time between a request's effect and its answer.
	Latency time.Duration
	// Clock is the server's: it shows in Date headers and journal times. Its Ahead stays as remembered if it is zero.
	Clock Clock
	// Quota is the tariff's.
	Quota Quota
	// Quirks are the service's defects.
	Quirks Quirks
	// Faults are tried in order on every request they are meant for; the first that strikes is used.
	Faults []Fault
	// Memory is a file that keeps the account across Open and across a killed process; empty means in memory only.
	// Only one sandbox at a time may have it open; ReadMemory may look at any time.
	Memory string
	// Seed makes ids and chances repeatable; zero takes one by chance.
	Seed uint64
}

// Quirks switch defects and oddities of the real service. In the zero value it has the two that are always met:
// a queue listing without its head and a count that is up to 10 s old.
type Quirks struct {
	// ShowHead repairs showMessagesQueue, which leaves out the message that is next to go.
	ShowHead bool
	// LiveCount lets getMessagesCount count on every request instead of once in 10 s.
	LiveCount bool
	// CyrillicCount names its key as the documentation misspells it, with a Cyrillic first letter.
	CyrillicCount bool
	// QueueUnauthorized lets sendContact queue messages in StateNotAuthorized instead of refusing them.
	QueueUnauthorized bool
	// JournalOff keeps messages out of the journal, of histories and of getMessage; getSettings says so.
	JournalOff bool
	// JournalJitter is added to the lag in part, differing by message, so that messages appear out of order.
	JournalJitter time.Duration
	// JournalGaps is the share of messages, 0 to 1, that never appear in the journal, histories or getMessage.
	JournalGaps float64
	// JournalBroken makes a journal of more than 500 entries invalid JSON.
	JournalBroken bool
	// JournalWhole lets a journal have more than 500 entries.
	JournalWhole bool
	// LidChats shows persons' chats in the journal and histories as hidden-number ids ("...@lid").
	LidChats bool
	// IncomingOff is a setting that keeps incoming messages out of the journal.
	IncomingOff bool
	// IncomingKept is how long the journal keeps incoming messages; zero keeps them for ever.
	IncomingKept time.Duration
	// Stubs is for how long after it appears a message is shown without its type and card.
	Stubs time.Duration
}

// Quota is what the account's tariff allows. Beyond it requests are answered with 466.
type Quota struct {
	// Chats is how many different chats may be written to; zero means any number.
	Chats int `json:"chats"`
	// Calls is how many requests of a method are served from now on; methods not named here are not limited.
	Calls map[string]int `json:"calls"`
}

// StateChange puts the account into State once Accepted more sendContact requests were accepted and After has
// passed since. It counts from Open, or from the moment it is posted to /sandbox/state.
type StateChange struct {
	State    string
	Accepted int
	After    time.Duration
}

// The account's states. All but the last four are values of stateInstance.
const (
	StateAuthorized    = "authorized"
	StateNotAuthorized = "notAuthorized"
	StateBlocked       = "blocked"
	StateStarting      = "starting"
	StateSleepMode     = "sleepMode"  // obsolete in the API; sendContact queues
	StateYellowCard    = "yellowCard" // sendContact answers as ever, but nothing leaves
	StateSuspended     = "suspended"  // what the service calls yellowCard since July 2026
	StateNone          = "null"       // the instance is still being created: stateInstance is null
	StateExpired       = "expired"    // the subscription ran out: every method answers 400
	StateDeleted       = "deleted"    // the instance is gone: every method answers 400
	StateStuck         = "stuck"      // shows as authorized and accepts, but nothing leaves the queue
)

// knownState reports whether a state is one of the documented ones.
func knownState(state string) bool {
	switch state {
	case StateAuthorized, StateNotAuthorized, StateBlocked, StateStarting, StateSleepMode, StateYellowCard,
		StateSuspended, StateNone, StateExpired, StateDeleted, StateStuck:
		return true
	}
	return false
}

// withDefaults fills in what the zero values stand for.
func (o Options) withDefaults(now time.Time) Options {
	o.Delay = standard(o.Delay, 100*time.Millisecond)
	o.JournalLag = standard(o.JournalLag, time.Second)
	o.ReadAfter = standard(o.ReadAfter, time.Minute)
	if o.PhoneDigits == [2]int{} {
		o.PhoneDigits = [2]int{11, 12}
	}
	if o.Limits == 0 {
		o.Limits = 1
	}
	if o.SuspendedUntil.IsZero() {
		o.SuspendedUntil = now.Add(time.Hour)
	}
	return o
}

// standard is d, its default when it is zero, nothing when it is negative.
func standard(d, standard time.Duration) time.Duration {
	if d == 0 {
		return standard
	}
	return max(d, 0)
}
