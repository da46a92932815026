package sandbox

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Fault makes some requests go wrong. ParseFaults reads the text form.
type Fault struct {
	// Method is the method it is meant for: empty for sendContact, "*" for all.
	Method string
	When   When
	// Late, with When After, is how long after the failed answer the request is accepted nevertheless.
	Late time.Duration
	Kind Kind
	// Status, Body and RetryAfter are the answer of Kind Answer; an empty body means the usual one.
	Status     int
	Body       string
	RetryAfter time.Duration
	// Ahead is how far the server's clock is ahead of the true time after Kind ClockSet.
	Ahead time.Duration
	// A fault strikes when all of these that are set hold: by chance, on every Nth request for the method,
	// on requests with a number in one of the ranges, on chat ids that contain Chat.
	Probability float64
	Every       int
	Numbers     []Range
	Chat        string
}

// When says on which side of the request's effect a fault lies.
type When uint8

// Before a fault the request has no effect; After one it had its whole effect, if it was in order.
const (
	Before When = iota
	After
)

// Kind is what the client sees.
type Kind uint8

// What a fault does to the answer.
const (
	Answer     Kind = iota // a status and a body
	Drop                   // the connection is closed without one
	Hang                   // there is none until the client gives up
	Malformed              // 200 with cut-off JSON
	Empty                  // 200 with no body
	ErrorIn200             // 200 with {"code":401,...}
	SignIn                 // 200 with a page of the network's, for people
	Marked                 // the right answer behind a byte order mark
	Undated                // the right answer without a Date
	ClockSet               // the right answer, by a clock that is Ahead from then on
)

// Range is a span of request numbers, both ends included.
type Range struct{ From, To int }

// check refuses a fault that cannot be meant.
func (f *Fault) check() error {
	switch {
	case f.Kind > ClockSet || f.When > After:
		return fmt.Errorf("sandbox: unknown kind or time of fault: %+v", *f)
	case f.rightAnswer() && f.When == Before:
		return fmt.Errorf("sandbox: only an answer after its effect can be marked, undated or by another clock")
	case f.Kind == Answer && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("sandbox: a fault cannot answer with status %d", f.Status)
	case f.Method != "" && f.Method != "*" && methods[f.Method].verb == "":
		return fmt.Errorf("sandbox: a fault for the unknown method %q", f.Method)
	}
	return nil
}

// rightAnswer reports whether a fault leaves the answer what it is.
func (f *Fault) rightAnswer() bool { return f.Kind >= Marked }

// fault picks the first fault that strikes.
func (s *Sandbox) fault(c call) *Fault {
	for i := range s.faults {
		f := &s.faults[i]
		switch {
		case f.Method == "" && c.method != "sendContact", f.Method != "" && f.Method != "*" && f.Method != c.method:
		case f.Chat != "" && !strings.Contains(c.message.chatID, f.Chat):
		case f.Every > 0 && c.number%f.Every != 0:
		case len(f.Numbers) > 0 && !contains(f.Numbers, c.number):
		case f.Probability > 0 && s.chance("fault "+f.Method, c.number<<8+i) >= f.Probability:
		default:
			return f
		}
	}
	return nil
}

func contains(ranges []Range, n int) bool {
	for _, r := range ranges {
		if r.From <= n && n <= r.To {
			return true
		}
	}
	return false
}

// reply is the answer that the fault puts in place of the right one.
func (f *Fault) reply() reply {
	const ok = http.StatusOK
	switch f.Kind {
	case Drop:
		return reply{drop: true}
	case Hang:
		return reply{hang: true}
	case Malformed:
		return reply{status: ok, body: []byte(`{"idMessage":"3EB0`)}
	case Empty:
		return reply{status: ok}
	case ErrorIn200:
		return reply{status: ok, body: []byte(`{"code":401,"description":"Unauthorized"}`)}
	}
	if f.Kind == SignIn {
		return reply{status: ok, body: []byte(signInPage)}
	}
	r := usualReply(f.Status)
	r.retryAfter = f.RetryAfter
	if f.Body != "" {
		r.body = []byte(f.Body)
	}
	return r
}

// usualReply is the body that a status comes with.
func usualReply(status int) reply {
	switch {
	case status == statusQuota:
		return quotaAnswer(invocation("sendContact", 1000, 1000, true), nil)
	case status == http.StatusUnauthorized:
		return reply{status: status}
	case status == http.StatusBadRequest:
		return refuse(status, "bad request data")
	case status == 499:
		return refuse(status, "Client Closed Request")
	case status >= 500 || status == http.StatusNotFound || status < 400:
		return page(status)
	}
	return refuse(status, http.StatusText(status))
}

// signInPage is what a hotel's network answers in the API's place until somebody signs in.
const signInPage = "<!DOCTYPE html>\n<html><head><title>Hotel &amp; Bar: sign in</title></head><body><form>Room number</form></body></html>\n"
