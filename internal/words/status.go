package words

// Status is what became of a row, as people see it.
type Status string

// The statuses of a row.
const (
	// Pending rows are planned and not sent yet; a later run sends them.
	Pending Status = "pending"
	// Accepted rows have an idMessage: the message is in the account's queue. It does not mean delivered.
	Accepted Status = "accepted"
	// Rejected rows were refused by the API for good.
	Rejected Status = "rejected"
	// Unknown rows may have been sent: the request may have left, and no usable answer came.
	Unknown Status = "unknown"
	// Invalid rows cannot be sent as written.
	Invalid Status = "invalid"
	// Skipped rows are left out on purpose.
	Skipped Status = "skipped"
)

// Statuses returns all statuses in the order in which people are told of them.
func Statuses() []Status {
	return []Status{Accepted, Pending, Unknown, Rejected, Invalid, Skipped}
}

// Fact is what the status means.
func (s Status) Fact() Fact { return Fact{Code: Code("status/" + string(s))} }

// Delivery is what became of an accepted message, in the API's own words; "" is not known yet.
// https://green-api.com/en/docs/api/journals/LastOutgoingMessages/
type Delivery string

// The delivery statuses, of which the last is our own.
const (
	DeliveryPending Delivery = "pending"
	Sent            Delivery = "sent"
	Delivered       Delivery = "delivered"
	Read            Delivery = "read"
	NoAccount       Delivery = "noAccount"
	NotInGroup      Delivery = "notInGroup"
	Failed          Delivery = "failed"
	// YellowCard and Suspended are one thing: the word changed in July 2026.
	YellowCard Delivery = "yellowCard"
	Suspended  Delivery = "suspended"
	// Expired messages waited longer than a day in the account's queue, which then drops them.
	Expired Delivery = "expired"
)

// Deliveries returns all delivery statuses in the order in which a message goes through them.
func Deliveries() []Delivery {
	return []Delivery{Read, Delivered, Sent, DeliveryPending, NoAccount, NotInGroup, Failed, YellowCard, Suspended, Expired}
}

// Fact is what the delivery status means.
func (d Delivery) Fact() Fact { return Fact{Code: Code("delivery/" + string(d))} }

// Arrived reports whether the message is on the recipient's phone.
func (d Delivery) Arrived() bool { return d == Delivered || d == Read }

// Undelivered reports whether the message will not arrive by itself.
func (d Delivery) Undelivered() bool {
	switch d {
	case NoAccount, NotInGroup, Failed, YellowCard, Suspended, Expired:
		return true
	}
	return false
}
