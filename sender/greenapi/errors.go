package greenapi

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"contactcast/internal/words"
)

// maxBodyText bounds how much of an answer an error carries, in bytes.
const maxBodyText = 2 << 10

// APIError is an answer that is an error: a status of 300 or more, or a 200 whose body says so.
type APIError struct {
	// Method is the API's method, such as "sendContact".
	Method string
	// Status is the HTTP status; for a 200 whose body is an error, the status that the body means (466 for a quota).
	Status int
	// Body is the answer as it came, up to 2 KiB, the token replaced by "***".
	Body string
	// RetryAfter is the wait that the server asked for; 0 if it did not. At most a year.
	RetryAfter time.Duration
	// Date is the server's clock; zero if it sent none.
	Date time.Time
}

func (e *APIError) Error() string {
	text := fmt.Sprintf("%s: HTTP %d", e.Method, e.Status)
	if name := http.StatusText(e.Status); name != "" {
		text += " " + name
	}
	if reason := Reason(e.Body); reason != "" {
		text += ": " + reason
	}
	return text
}

// Fact gives the API's answer, for people.
func (e *APIError) Fact() words.Fact {
	said := Reason(e.Body)
	if said == "" {
		return words.New("http/silent", "status", e.Status, "method", e.Method, "phrase", http.StatusText(e.Status)).HTTP(e.Status)
	}
	return words.New("http", "status", e.Status, "method", e.Method, "phrase", http.StatusText(e.Status), "said", said).HTTP(e.Status)
}

// Says reports whether the answer contains text, in whatever letter case.
func (e *APIError) Says(text string) bool {
	return strings.Contains(strings.ToLower(e.Body), strings.ToLower(text))
}

// NotSentError says that the request certainly did not leave: there was no connection,
// or no byte of the request was written to it. Sending again is safe.
type NotSentError struct {
	Method string
	Err    error
}

func (e *NotSentError) Error() string { return e.Method + ": not sent: " + e.Err.Error() }

// Fact says so, for people.
func (e *NotSentError) Fact() words.Fact { return words.New("not-sent", "cause", e.Err) }

// Unwrap gives the cause.
func (e *NotSentError) Unwrap() error { return e.Err }

// NoAnswerError says that the request left, or may have, and that no answer came that can be used.
// After a sendContact the message may or may not be in the account's queue.
type NoAnswerError struct {
	Method string
	Err    error
	// Status is the HTTP status if there was one, else 0. A reading method whose 200 can't be understood has 200 here.
	Status int
	// Body is what could be read of an answer, bounded and cleaned like that of an APIError.
	Body string
}

func (e *NoAnswerError) Error() string {
	text := e.Method + ": no usable answer"
	if e.Status != 0 {
		text += fmt.Sprintf(" (HTTP %d)", e.Status)
	}
	return text + ": " + e.Err.Error()
}

// Fact says so, for people.
func (e *NoAnswerError) Fact() words.Fact {
	if e.Status != 0 {
		return words.New("http/no-answer", "status", e.Status, "cause", e.Err).HTTP(e.Status)
	}
	return words.New("no-answer", "cause", e.Err)
}

// Unwrap gives the cause.
func (e *NoAnswerError) Unwrap() error { return e.Err }

// StaleError says that a request was not made because its intent had become too old: the machine slept or stood still,
// or no connection was had for so long.
type StaleError struct {
	// Age is the time since the intent.
	Age time.Duration
}

func (e *StaleError) Error() string {
	return fmt.Sprintf("%s had passed since the intent to send it", e.Age.Round(time.Second))
}

// Fact says so, for people.
func (e *StaleError) Fact() words.Fact {
	return words.New("not-sent/stale", "age", e.Age.Round(time.Second))
}
