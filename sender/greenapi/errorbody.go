package greenapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// errorStatus is the status that an answer means as an error, 0 if it is none,
// and an error if it cannot be said to be either.
func errorStatus(status int, body []byte) (int, error) {
	switch {
	case status >= 300:
		return status, nil
	case status != http.StatusOK:
		return 0, errors.New("a status that is not documented")
	}
	var f failure
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) || json.Unmarshal(body, &f) != nil {
		return 0, nil // for its method to decide
	}
	meant := f.status()
	if meant != 0 && f.IDMessage != nil {
		return 0, errors.New("the answer holds both an idMessage and an error")
	}
	return meant, nil
}

// failure is what an error may look like in a body, also under HTTP 200.
type failure struct {
	IDMessage            json.RawMessage
	Code                 text
	StatusCode           text
	InvokeStatus         quotaStatus
	CorrespondentsStatus quotaStatus
}

// status is the HTTP status that the body means, or 0 if it is no error.
func (f failure) status() int {
	if f.InvokeStatus.exceeded() || f.CorrespondentsStatus.exceeded() {
		return StatusQuota
	}
	for _, code := range []text{f.Code, f.StatusCode} {
		if n, err := strconv.Atoi(string(code)); err == nil && 400 <= n && n <= 599 {
			return n
		}
	}
	return 0
}

// quotaStatus is the status of a quota: "..._EXCEEDED" when it is used up. The API spells both QUOTE and QUOTA.
type quotaStatus string

// UnmarshalJSON takes the status out of the quota's object and makes nothing of any other value.
func (q *quotaStatus) UnmarshalJSON(b []byte) error {
	var object struct{ Status text }
	if json.Unmarshal(b, &object) == nil {
		*q = quotaStatus(object.Status)
	}
	return nil
}

func (q quotaStatus) exceeded() bool {
	return strings.HasSuffix(strings.ToUpper(string(q)), "_EXCEEDED")
}

// maxRetryAfter bounds what a server can make us wait.
const maxRetryAfter = 366 * 24 * time.Hour

// retryAfter reads Retry-After, which holds seconds or a date; date is the server's clock.
func retryAfter(header string, date time.Time) time.Duration {
	var wait time.Duration
	if seconds, err := strconv.ParseFloat(header, 64); err == nil {
		wait = time.Duration(min(max(seconds, 0), maxRetryAfter.Seconds()) * float64(time.Second))
	} else if at, err := http.ParseTime(header); err == nil {
		if date.IsZero() {
			date = time.Now()
		}
		wait = at.Sub(date)
	}
	return min(max(wait, 0), maxRetryAfter)
}

var (
	htmlTag = regexp.MustCompile(`(?is)<(?:script|style).*?</(?:script|style)>|<[^>]*>`)
	blanks  = regexp.MustCompile(`\s+`)
)

// maxReason bounds a reason, in characters.
const maxReason = 300

// Reason is an error body's text for people, in one line: the message out of a JSON object, the words of an HTML page, or the text itself.
func Reason(body string) string {
	reason := message([]byte(body))
	if reason == "" {
		reason = htmlTag.ReplaceAllString(body, " ")
	}
	reason = strings.TrimSpace(blanks.ReplaceAllString(reason, " "))
	if r := []rune(reason); len(r) > maxReason {
		reason = string(r[:maxReason]) + "..."
	}
	return reason
}

// message looks where error bodies of this API keep their text; the documentation does not say where.
func message(body []byte) string {
	var m struct {
		Message, Description, Error, Detail, Msg text
		CorrespondentsStatus, InvokeStatus       struct{ Description text }
	}
	if json.Unmarshal(body, &m) != nil {
		return ""
	}
	for _, t := range []text{m.Message, m.Description, m.Detail, m.Msg, m.CorrespondentsStatus.Description, m.InvokeStatus.Description, m.Error} {
		if t != "" {
			return string(t)
		}
	}
	return ""
}
