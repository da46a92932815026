package greenapi

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"contactcast/internal/card"
)

// Receipt is the answer to a message that the account's queue accepted.
type Receipt struct {
	// IDMessage is the message's id in the queue and later in the journal.
	IDMessage string
	// Date is the server's clock when it answered; zero if it sent none.
	Date time.Time
}

// SendContact puts a contact card into the account's queue, once, and never again by itself. A Receipt means
// queued, not delivered. The errors are *APIError, *NotSentError and *NoAnswerError; after the last the card may be queued.
//
// The timeout is the client's own. Pass a context that an interrupt does not cancel, such as
// context.WithoutCancel(ctx): a request that is cancelled on its way leaves its message in doubt.
// https://green-api.com/en/docs/api/sending/SendContact/
func (c *Client) SendContact(ctx context.Context, m card.Card) (Receipt, error) {
	return c.SendIntended(ctx, m, Moment())
}

// IntentLife is how long after its intent a request may still leave.
const IntentLife = 10 * time.Second

// SendIntended is SendContact for a message whose intent became durable at that instant. If more than IntentLife has
// passed when the first byte is about to leave, because the machine slept, say, it does not leave: the error is then a
// *NotSentError that wraps a *StaleError.
func (c *Client) SendIntended(ctx context.Context, m card.Card, intent Instant) (Receipt, error) {
	const method = "sendContact"
	body, err := encode(m)
	if err != nil {
		return Receipt{}, &NotSentError{Method: method, Err: err}
	}
	a, err := c.do(ctx, call{verb: http.MethodPost, method: method, body: body, maxAnswer: maxSendAnswer, intent: intent})
	if err != nil {
		return Receipt{}, err
	}
	var accepted struct {
		IDMessage json.RawMessage `json:"idMessage"`
	}
	var id string
	if json.Unmarshal(a.body, &accepted) != nil || json.Unmarshal(accepted.IDMessage, &id) != nil || strings.TrimSpace(id) == "" {
		return Receipt{}, c.unusable(method, a, "the answer holds no idMessage")
	}
	return Receipt{IDMessage: id, Date: a.date}, nil
}

// stale returns an error if the request's intent is too old for it to leave now.
func (c call) stale() error {
	if c.intent == (Instant{}) {
		return nil
	}
	if age := c.intent.ElapsedAtMost(); age > IntentLife {
		return &StaleError{Age: age}
	}
	return nil
}
