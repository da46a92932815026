package sender

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

func TestVerdicts(t *testing.T) {
	api := func(status int, body string) error {
		return fmt.Errorf("wrapped: %w", &greenapi.APIError{Method: "sendContact", Status: status, Body: body})
	}
	tests := []struct {
		name   string
		err    error
		status ledger.Status
		action action
	}{
		{"accepted", nil, ledger.Accepted, goOn},
		{"nothing left", &greenapi.NotSentError{Method: "sendContact", Err: errors.New("refused")}, ledger.Pending, reconnect},
		{"no answer", &greenapi.NoAnswerError{Method: "sendContact", Err: errors.New("EOF")}, ledger.Unknown, countDoubt},
		{"200 that says nothing", &greenapi.NoAnswerError{Method: "sendContact", Status: 200, Err: errors.New("no id")}, ledger.Unknown, countDoubt},
		{"an error of no known kind", errors.New("?"), ledger.Unknown, countDoubt},
		{"429", api(429, ""), ledger.Pending, slowDown},
		{"starting", api(400, `{"message":"Instance in starting process try later"}`), ledger.Pending, askState},
		{"not authorized", api(400, "instance account not authorized"), ledger.Pending, askState},
		{"starting or not authorized", api(400, "instance is starting or not authorized"), ledger.Pending, askState},
		{"expired", api(400, "Instance account is expired. Renew your instance from personal area"), ledger.Pending, askState},
		{"deleted", api(400, "Instance is deleted"), ledger.Pending, askState},
		{"validation", api(400, "Validation failed. Details: 'chatId' is required"), ledger.Rejected, countRefusal},
		{"bad request data", api(400, "bad request data"), ledger.Rejected, countRefusal},
		{"400 without a word", api(400, ""), ledger.Rejected, countRefusal},
		{"413", api(413, ""), ledger.Rejected, countRefusal},
		{"500 too large", api(500, "request entity too large"), ledger.Rejected, countRefusal},
		{"500", api(500, ""), ledger.Unknown, countDoubt},
		{"502 in HTML", api(502, "<html>Bad Gateway</html>"), ledger.Unknown, countDoubt},
		{"503", api(503, ""), ledger.Unknown, countDoubt},
		{"504", api(504, ""), ledger.Unknown, countDoubt},
		{"499", api(499, ""), ledger.Unknown, countDoubt},
		{"418", api(418, ""), ledger.Unknown, countDoubt},
		{"466", api(466, `{"correspondentsStatus":{}}`), ledger.Pending, halt},
		{"401", api(401, ""), ledger.Pending, halt},
		{"403", api(403, ""), ledger.Pending, halt},
		{"404", api(404, ""), ledger.Pending, halt},
		{"405", api(405, ""), ledger.Pending, halt},
		{"301", api(301, ""), ledger.Pending, halt},
		{"308", api(308, ""), ledger.Pending, halt},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := verdictOf(greenapi.Receipt{IDMessage: "3EB0"}, tt.err)
			if v.Status != tt.status || v.action != tt.action {
				t.Errorf("got %s and %d, want %s and %d", v.Status, v.action, tt.status, tt.action)
			}
			if (v.IDMessage != "") != (v.Status == ledger.Accepted) {
				t.Errorf("%s with id %q", v.Status, v.IDMessage)
			}
			if (v.Reason.Code == "") != (v.Status == ledger.Accepted) {
				t.Errorf("%s with code %q", v.Status, v.Reason)
			}
		})
	}
}

// Whatever the status: only an answer that surely queued nothing leaves a row free to be
// sent again, and only those that are known to.
func TestVerdictsAreTotal(t *testing.T) {
	safe := map[int]bool{401: true, 403: true, 404: true, 405: true, 429: true, 466: true}
	for status := range 1000 {
		v := verdictOf(greenapi.Receipt{}, &greenapi.APIError{Method: "sendContact", Status: status})
		redirect := status >= 300 && status < 400
		if v.Status == ledger.Pending && !safe[status] && !redirect {
			t.Errorf("a bare %d leaves the row pending", status)
		}
		if v.Status == ledger.Accepted {
			t.Errorf("a bare %d counts as accepted", status)
		}
	}
}

func TestThrottle(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	s := newThrottle()
	for i, want := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		if got := s.refused(now, 0); got != want {
			t.Errorf("429 number %d waits %s, want %s", i+1, got, want)
		}
		now = now.Add(want)
	}
	if got := s.interval(300 * time.Millisecond); got != 400*time.Millisecond {
		t.Errorf("after three in ten seconds one every %s, want 400ms", got)
	}
	if got := s.refused(now, 7*time.Second); got != 7*time.Second {
		t.Errorf("the server asked for 7s, it waits %s", got)
	}
	if !s.restore(now.Add(time.Minute)) || s.interval(300*time.Millisecond) != 300*time.Millisecond {
		t.Errorf("a quiet minute does not restore the pace: %s", s.interval(300*time.Millisecond))
	}
}

func TestBreaker(t *testing.T) {
	var b breaker
	for i := range 9 {
		b.doubt(false)
		if b.open {
			t.Fatalf("open after %d doubts", i+1)
		}
	}
	if b.doubt(false); !b.open {
		t.Error("not open after ten doubts in a row")
	}
	if b.doubt(false); b.trials != 0 {
		t.Error("a row that was under way when it opened counts as a trial")
	}
	if b.accepted(); b.open {
		t.Error("still open after a row was accepted")
	}
	for range 9 {
		b.doubt(false)
		b.answered()
	}
	if b.open {
		t.Error("open before half of the last twenty were doubts")
	}
	if b.doubt(false); !b.open {
		t.Error("not open when half of the last twenty were doubts")
	}
}
