package words

// Outcome is what became of a row as its sender wants to know it: its status, and of an accepted
// row its delivery. Every row has exactly one.
type Outcome string

// The outcomes.
const (
	OutcomeRead        Outcome = "read"
	OutcomeDelivered   Outcome = "delivered"
	OutcomeAccepted    Outcome = "accepted" // not known to have arrived yet
	OutcomeUndelivered Outcome = "undelivered"
	OutcomePending     Outcome = "pending"
	OutcomeUnknown     Outcome = "unknown"
	OutcomeRejected    Outcome = "rejected"
	OutcomeInvalid     Outcome = "invalid"
	OutcomeSkipped     Outcome = "skipped"
)

// Outcomes returns all outcomes, what arrived first.
func Outcomes() []Outcome {
	return []Outcome{OutcomeRead, OutcomeDelivered, OutcomeAccepted, OutcomeUndelivered, OutcomePending, OutcomeUnknown, OutcomeRejected, OutcomeInvalid, OutcomeSkipped}
}

// OutcomeOf returns the outcome of a row; delivery is an accepted one's.
func OutcomeOf(s Status, d Delivery) Outcome {
	switch {
	case s != Accepted:
		return Outcome(s)
	case d == Read:
		return OutcomeRead
	case d == Delivered:
		return OutcomeDelivered
	case d.Undelivered():
		return OutcomeUndelivered
	}
	return OutcomeAccepted
}

// Status is that of the rows with the outcome.
func (o Outcome) Status() Status {
	switch o {
	case OutcomeRead, OutcomeDelivered, OutcomeUndelivered:
		return Accepted
	}
	return Status(o)
}

// NeedsPerson reports whether somebody has to do something about rows with the outcome.
func (o Outcome) NeedsPerson() bool {
	switch o {
	case OutcomeUndelivered, OutcomeUnknown, OutcomeRejected, OutcomeInvalid:
		return true
	}
	return false
}

// Name is what the outcome is called.
func (o Outcome) Name() Fact { return Fact{Code: Code("outcome/" + string(o))} }

// Meaning says what the outcome is.
func (o Outcome) Meaning() Fact { return Fact{Code: Code("meaning/" + string(o))} }
