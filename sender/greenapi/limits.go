package greenapi

import "time"

// What the service is documented, or known, to do.
const (
	// QueueLife is how long the account's queue keeps a message that it cannot send.
	// https://green-api.com/en/docs/api/send-messages-delay/
	QueueLife = 24 * time.Hour
	// JournalReach is how far back a journal goes unless it is asked for more or less.
	// https://green-api.com/en/docs/api/journals/LastOutgoingMessages/
	JournalReach = 24 * time.Hour
	// JournalLag is how long a message that has left the queue may be missing in the journals.
	JournalLag = 2 * time.Minute
	// MaxListed is how many entries a listing of the queue or a journal holds at most.
	MaxListed = 500
	// StatusQuota is GREEN-API's own HTTP status for a plan's quota that is used up.
	StatusQuota = 466
)

// What we keep to where the service leaves it to us.
const (
	// DefaultInFlight is how many requests are under way at once if nothing else is said.
	DefaultInFlight = 8
	// MaxWait is the longest that anything waits for an API that puts it off; what asks for more, or goes on for
	// longer, is the caller's to stop for.
	MaxWait = 10 * time.Minute
	// ClockSlack is by how much clocks may disagree before one of them is taken for wrong.
	ClockSlack = 5 * time.Second
)
