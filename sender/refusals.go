package sender

import "contactcast/sender/ledger"

// maxRefusals is how many rows may be refused with the same error, with none accepted between, before the run is
// suspected rather than the rows.
const maxRefusals = 20

// refusals are the last rows refused in a row, all with the same error.
type refusals struct {
	text     string
	messages []ledger.Message
}

// refused takes in a row that the API refused.
func (r *refusals) refused(m ledger.Message, text string) {
	if text != r.text {
		r.messages = nil
	}
	r.text = text
	r.messages = append(r.messages, m)
}

// forget takes in that a row was accepted: the rows before it were refused for their own sake.
func (r *refusals) forget() { r.messages = nil }

// tooMany reports whether the run is to be suspected.
func (r *refusals) tooMany() bool { return len(r.messages) >= maxRefusals }
