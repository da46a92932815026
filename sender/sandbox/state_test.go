package sandbox

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestStates(t *testing.T) {
	for _, test := range []struct{ state, stateAnswer, sendAnswer string }{
		{StateAuthorized, `200 {"stateInstance":"authorized"}`, `200 {"idMessage":`},
		{StateYellowCard, `200 {"stateInstance":"yellowCard"}`, `200 {"idMessage":`},
		{StateSleepMode, `200 {"stateInstance":"sleepMode"}`, `200 {"idMessage":`},
		{StateNotAuthorized, `200 {"stateInstance":"notAuthorized"}`, `400 {"statusCode":400,"message":"instance is starting or not authorized"}`},
		{StateBlocked, `200 {"stateInstance":"blocked"}`, `400 {"statusCode":400,"message":"instance is starting or not authorized"}`},
		{StateStarting, `200 {"stateInstance":"starting"}`, `400 {"statusCode":400,"message":"instance in starting process try later"}`},
		{StateNone, `200 {"stateInstance":null}`, `400 {"statusCode":400,"message":"instance in starting process try later"}`},
		{StateSuspended, `200 {"stateInstance":"suspended"}`, `200 {"idMessage":`},
		{StateExpired, `400 {"statusCode":400,"message":"Instance account is expired.`, `400 {"statusCode":400,"message":"Instance account is expired.`},
		{StateDeleted, `400 {"statusCode":400,"message":"Instance is deleted"}`, `400 {"statusCode":400,"message":"Instance is deleted"}`},
	} {
		s := open(t, Options{State: test.state})
		for method, want := range map[string]string{"getStateInstance": test.stateAnswer, "sendContact": test.sendAnswer} {
			body := ""
			if method == "sendContact" {
				body = validCard
			}
			status, answer := ask(t, s, method, body)
			if got := fmt.Sprint(status, " ", answer); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s: got %s, want %s", test.state, method, got, want)
			}
		}
	}
	if _, err := Open(Options{State: "angry"}); err == nil {
		t.Error("an unknown state was taken")
	}
}

func TestQueueUnauthorized(t *testing.T) {
	s := open(t, Options{State: StateNotAuthorized, Quirks: Quirks{QueueUnauthorized: true, LiveCount: true}})
	send(t, s, validCard)
	if _, got := ask(t, s, "getMessagesCount", ""); got != `{"count":1}` {
		t.Errorf("got %s", got)
	}
}

func TestSettings(t *testing.T) {
	until := time.Unix(1800000000, 0)
	s := open(t, Options{Delay: 3 * time.Second, Drain: 30 * time.Second, State: StateSuspended, SuspendedUntil: until})
	_, settings := ask(t, s, "getSettings", "")
	for _, want := range []string{`"delaySendMessagesMilliseconds":3000,`, `"outgoingWebhook":"yes"`, `"outgoingAPIMessageWebhook":"yes"`} {
		if !strings.Contains(settings, want) {
			t.Errorf("%s lacks %s", settings, want)
		}
	}
	_, wa := ask(t, s, "getWaSettings", "")
	want := `{"avatar":"","phone":"79005550000","stateInstance":"suspended","deviceId":"79005550000:1@s.whatsapp.net","suspendedUntil":1800000000}`
	if wa != want {
		t.Errorf("got %s", wa)
	}
	_, wa = ask(t, open(t, Options{State: StateNotAuthorized}), "getWaSettings", "")
	if want := `{"avatar":"","phone":"","stateInstance":"notAuthorized","deviceId":""}`; wa != want {
		t.Errorf("got %s", wa)
	}
}

// The queue may drain slower than the setting says.
func TestDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, Options{Delay: time.Second, Drain: 30 * time.Second, Limits: -1, Quirks: Quirks{LiveCount: true}})
		for i := range 4 {
			send(t, s, card(i))
		}
		time.Sleep(60 * time.Second)
		if _, got := ask(t, s, "getMessagesCount", ""); got != `{"count":2}` {
			t.Errorf("got %s", got)
		}
	})
}

// A yellow card, by its old name and by that of July 2026: ids are still given, nothing leaves, the journal tells, and nothing of it is sent afterwards.
func TestRestricted(t *testing.T) {
	for _, state := range []string{StateYellowCard, StateSuspended} {
		t.Run(state, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { testRestricted(t, state) }) })
	}
}

func testRestricted(t *testing.T, state string) {

	s := open(t, Options{Delay: 10 * time.Second, JournalLag: -1, Limits: -1, Quirks: Quirks{ShowHead: true},
		Schedule: []StateChange{{State: state, Accepted: 2}, {State: StateAuthorized, Accepted: 2, After: time.Hour}}})
	send(t, s, card(1))
	time.Sleep(15 * time.Second)
	held := []string{send(t, s, card(2)), send(t, s, card(3))}
	time.Sleep(30 * time.Minute)
	if diff := cmp.Diff(held, listed(t, s)); diff != "" {
		t.Error(diff)
	}
	statuses := func() string {
		out := []string{}
		for _, e := range journal(t, s) {
			out = append(out, e.StatusMessage)
		}
		return strings.Join(out, " ")
	}
	if got := statuses(); got != state+" "+state+" read" && got != state+" "+state+" delivered" {
		t.Errorf("journal: %s", got)
	}
	time.Sleep(30 * time.Minute)
	send(t, s, card(4))
	if got := listed(t, s); len(got) != 1 {
		t.Errorf("queue afterwards: %v", got)
	}
	time.Sleep(10 * time.Second)
	if got := statuses(); !strings.HasPrefix(got, "pending "+state+" "+state) {
		t.Errorf("journal afterwards: %s", got)
	}
}

// What waits for more than a day is gone without a trace.
func TestExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, Options{Delay: 10 * time.Hour, JournalLag: -1, Limits: -1, Quirks: Quirks{ShowHead: true}})
		sent := []string{send(t, s, card(1)), send(t, s, card(2)), send(t, s, card(3))}
		time.Sleep(23 * time.Hour)
		if diff := cmp.Diff(sent[2:], listed(t, s)); diff != "" {
			t.Error(diff)
		}
		time.Sleep(2 * time.Hour)
		if got := listed(t, s); len(got) != 0 {
			t.Errorf("queue %v", got)
		}
		_, answer := ask(t, s, "lastOutgoingMessages?minutes=3000", "")
		if diff := cmp.Diff([]string{sent[1], sent[0]}, journalIDs(decode[[]journalEntry](t, answer))); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSchedule(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, Options{Limits: -1, Schedule: []StateChange{
			{State: StateStarting, Accepted: 3},
			{State: StateAuthorized, Accepted: 3, After: 30 * time.Second},
			{State: StateBlocked, After: time.Hour},
		}})
		state := func(want string) {
			t.Helper()
			if got := s.State(); got != want {
				t.Errorf("at %v: %s, want %s", time.Now(), got, want)
			}
		}
		send(t, s, card(1))
		send(t, s, card(2))
		state(StateAuthorized)
		send(t, s, card(3))
		state(StateStarting)
		time.Sleep(30*time.Second - time.Nanosecond)
		state(StateStarting)
		time.Sleep(time.Nanosecond)
		state(StateAuthorized)
		time.Sleep(time.Hour)
		state(StateBlocked)
		if err := s.SetState(StateChange{State: "angry"}); err == nil {
			t.Error("an unknown state was taken")
		}
	})
}

func TestLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for factor, want := range map[float64]int{0: 50, 1: 50, 2: 100, -1: 500} {
			s := open(t, Options{Limits: factor})
			accepted := 0
			for i := range 500 {
				status, body := ask(t, s, "sendContact", card(i))
				switch {
				case status == http.StatusOK:
					accepted++
				case status != http.StatusTooManyRequests || body != `{"statusCode":429,"message":"Too Many Requests"}`:
					t.Fatalf("%d %s", status, body)
				}
			}
			if accepted != want || s.Calls("sendContact") != 500 {
				t.Errorf("factor %v: %d accepted, want %d", factor, accepted, want)
			}
		}
	})
}

// The second slides: 50 requests in its last instant leave no room in the next, wherever a clock's second ends.
func TestLimitSlides(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, Options{})
		burst := func(n int) (accepted int) {
			for i := range n {
				if status, _ := ask(t, s, "sendContact", card(i)); status == http.StatusOK {
					accepted++
				}
			}
			return accepted
		}
		time.Sleep(900 * time.Millisecond)
		first := burst(30)
		time.Sleep(600 * time.Millisecond)
		second := burst(30)
		time.Sleep(400 * time.Millisecond)
		third := burst(40)
		if first != 30 || second != 20 || third != 30 {
			t.Errorf("accepted %d, %d, %d, want 30, 20, 30", first, second, third)
		}
		for method, perSecond := range map[string]int{"getStateInstance": 1, "showMessagesQueue": 1, "getMessagesCount": 1, "getSettings": 1} {
			for i := range 3 {
				status, _ := ask(t, s, method, "")
				if ok := status == http.StatusOK; ok != (i < perSecond) {
					t.Errorf("%s %d: %d", method, i+1, status)
				}
			}
		}
	})
}
