package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestQueueListing(t *testing.T) {
	s := open(t, Options{Delay: time.Hour})
	head := send(t, s, card(1))
	quote := send(t, s, `{"chatId":"120363043968066561@g.us","contact":{"phoneContact":79005550101,"company":"Acme"},"quotedMessageId":"BAE5"}`)
	text, err := s.Inject(1, Injection{ChatID: "79005550103@c.us"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Inject(1, Injection{Origin: OriginPhone}); err != nil {
		t.Fatal(err)
	}
	_, got := ask(t, s, "showMessagesQueue", "")
	want := fmt.Sprintf(`[{"messageID":%q,"type":"sendContact","body":{"chatId":"120363043968066561@g.us",`+
		`"contact":{"phoneContact":79005550101,"company":"Acme"},"quotedMessageId":"BAE5","typingTime":null}},`+
		`{"messageID":%q,"type":"sendMessage","body":{"chatId":"79005550103@c.us","message":"Hello from another application"}}]`,
		quote, text[0])
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if strings.Contains(got, head) {
		t.Error("the head is shown")
	}
}

func TestQueueListingIsCut(t *testing.T) {
	s := open(t, Options{Delay: time.Minute, Limits: -1})
	if got := listed(t, s); got == nil || len(got) != 0 {
		t.Errorf("empty queue: %v", got)
	}
	sent, err := s.Inject(600, Injection{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sent[1:501], listed(t, s)); diff != "" {
		t.Error(diff)
	}
}

func TestCountIsStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, Options{Delay: time.Minute, Limits: -1})
		odd := open(t, Options{Quirks: Quirks{CyrillicCount: true}})
		want := func(want string) {
			t.Helper()
			if _, got := ask(t, s, "getMessagesCount", ""); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
		want(`{"count":0}`)
		send(t, s, card(1))
		time.Sleep(9 * time.Second)
		want(`{"count":0}`)
		time.Sleep(time.Second)
		want(`{"count":1}`)
		if _, got := ask(t, odd, "getMessagesCount", ""); got != `{"сount":0}` {
			t.Errorf("got %s", got)
		}
	})
}

func TestJournalEntry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, Options{Delay: 10 * time.Second})
		id := send(t, s, `{"chatId":"79005550102@c.us","quotedMessageId":"BAE5",
			"contact":{"phoneContact":390055501012,"firstName":"Ada","middleName":"B","lastName":"Kin; Jr","company":"Acme, Ltd"}}`)
		left := time.Now().Add(10 * time.Second)
		time.Sleep(11*time.Second - 1)
		if got := journal(t, s); len(got) != 0 {
			t.Fatalf("before the lag: %+v", got)
		}
		time.Sleep(10 * time.Second)
		byAPI := true
		want := []journalEntry{{
			Type: "outgoing", IDMessage: id, Timestamp: left.Unix() + 3, TypeMessage: "contactMessage", ChatID: "79005550102@c.us",
			Contact: &contactData{DisplayName: "Ada B Kin; Jr", Vcard: "BEGIN:VCARD\nVERSION:3.0\nN:Kin\\; Jr;Ada;B;;\n" +
				"FN:Ada B Kin\\; Jr\nORG:Acme\\, Ltd\nTEL;type=CELL;waid=390055501012:+39 005 550 1012\nEND:VCARD"},
			QuotedMessage: &quotedMessage{"BAE5"}, StatusMessage: "delivered", SendByAPI: &byAPI,
		}}
		if diff := cmp.Diff(want, journal(t, s)); diff != "" {
			t.Error(diff)
		}
		// Elsewhere the time is that of sending.
		want[0].Timestamp = left.Unix()
		_, history := ask(t, s, "getChatHistory", `{"chatId":"79005550102@c.us"}`)
		if diff := cmp.Diff(want, decode[[]journalEntry](t, history)); diff != "" {
			t.Error(diff)
		}
		_, message := ask(t, s, "getMessage", `{"chatId":"79005550102@c.us","idMessage":"`+id+`"}`)
		if diff := cmp.Diff(want[0], decode[journalEntry](t, message)); diff != "" {
			t.Error(diff)
		}
	})
}

// Statuses follow from the age; a message read much later changes its time in the journal then.
func TestStatusesByAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, Options{Delay: -1, JournalLag: -1, ReadAfter: time.Hour, Limits: -1, Outcomes: map[string]string{"0000": "noAccount"}})
		sent := time.Now()
		for i := range 40 {
			send(t, s, card(i))
		}
		want := func(after time.Duration, statuses map[string]int, changed time.Duration) {
			t.Helper()
			time.Sleep(time.Until(sent.Add(after)))
			got := map[string]int{}
			for _, e := range journal(t, s) {
				got[e.StatusMessage]++
				if e.StatusMessage != "noAccount" && e.StatusMessage != "delivered" && e.Timestamp != sent.Add(changed).Unix() {
					t.Errorf("%s at %d, want %d", e.StatusMessage, e.Timestamp, sent.Add(changed).Unix())
				}
			}
			if diff := cmp.Diff(statuses, got); diff != "" {
				t.Errorf("after %v (-want +got):\n%s", after, diff)
			}
		}
		want(0, map[string]int{"noAccount": 1, "pending": 39}, 0)
		want(time.Second, map[string]int{"noAccount": 1, "sent": 39}, time.Second)
		want(3*time.Second, map[string]int{"noAccount": 1, "delivered": 39}, 0)
		time.Sleep(time.Hour)
		read := 0
		_, answer := ask(t, s, "lastOutgoingMessages?minutes=5", "")
		for _, e := range decode[[]journalEntry](t, answer) {
			if e.StatusMessage != "read" || e.Timestamp != sent.Add(time.Hour).Unix() {
				t.Errorf("changed in the last minutes: %+v", e)
			}
			read++
		}
		if read < 10 || read > 30 {
			t.Errorf("%d of 39 were read", read)
		}
		want(time.Hour+time.Minute, map[string]int{"noAccount": 1, "delivered": 39 - read, "read": read}, time.Hour)
	})
}

func TestJournalIsCutAndBroken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		good := open(t, Options{Delay: time.Second, JournalLag: -1, Limits: -1, ReadAfter: time.Hour})
		broken := open(t, Options{Delay: time.Second, JournalLag: -1, Limits: -1, Quirks: Quirks{JournalBroken: true}})
		sent, _ := good.Inject(600, Injection{Contact: Contact{PhoneContact: 79005550101, Company: "Acme"}})
		_, _ = broken.Inject(600, Injection{})
		time.Sleep(500 * time.Second)
		if got := journal(t, broken); len(got) != 500 {
			t.Errorf("%d entries", len(got))
		}
		time.Sleep(50 * time.Second)
		slices.Reverse(sent)
		if diff := cmp.Diff(sent[50:550], journalIDs(journal(t, good))); diff != "" {
			t.Error(diff)
		}
		_, answer := ask(t, broken, "lastOutgoingMessages", "")
		if json.Valid([]byte(answer)) || !strings.HasSuffix(answer, "},]") {
			t.Errorf("not broken: ...%s", answer[len(answer)-50:])
		}
		_, answer = ask(t, good, "lastOutgoingMessages?minutes=1", "")
		if got := len(decode[[]journalEntry](t, answer)); got != 64 { // the 3 s until delivery included
			t.Errorf("%d changed in the last minute", got)
		}
	})
}

func TestChatHistory(t *testing.T) {
	s := open(t, Options{Delay: -1, JournalLag: -1, Limits: -1})
	first := send(t, s, card(1))
	send(t, s, card(2))
	second := send(t, s, card(1))
	byHand, _ := s.Inject(1, Injection{ChatID: "79005550001@c.us", Contact: Contact{PhoneContact: 79005550101, FirstName: "Ada"}, Origin: OriginPhone})
	_, answer := ask(t, s, "getChatHistory", `{"chatId":"79005550001@c.us"}`)
	history := decode[[]journalEntry](t, answer)
	if diff := cmp.Diff([]string{byHand[0], second, first}, journalIDs(history)); diff != "" {
		t.Error(diff)
	}
	if *history[0].SendByAPI || !*history[1].SendByAPI {
		t.Errorf("sendByApi: %s", answer)
	}
	_, answer = ask(t, s, "getChatHistory", `{"chatId":"79005550001@c.us","count":1}`)
	if got := len(decode[[]journalEntry](t, answer)); got != 1 {
		t.Errorf("%d entries, want 1", got)
	}
	if _, answer = ask(t, s, "getChatHistory", `{"chatId":"79005559999@c.us"}`); answer != "[]" {
		t.Errorf("unknown chat: %s", answer)
	}
}

// getMessage shows a stub before the journal has the message, and for a recipient without WhatsApp.
func TestGetMessageStub(t *testing.T) {
	s := open(t, Options{Delay: -1, Limits: -1, JournalLag: time.Hour})
	nobody := open(t, Options{Delay: -1, JournalLag: -1, Outcomes: map[string]string{"0001": "noAccount"}})
	for _, s := range []*Sandbox{s, nobody} {
		id := send(t, s, card(1))
		_, got := ask(t, s, "getMessage", `{"chatId":"79005550001@c.us","idMessage":"`+id+`"}`)
		if got != `{"type":"outgoing","typeMessage":""}` {
			t.Errorf("got %s", got)
		}
	}
}

func TestJournalQuirks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := func(q Quirks, skew time.Duration) *Sandbox {
			s := open(t, Options{Delay: -1, JournalLag: -1, Limits: -1, Seed: 1, Quirks: q, Clock: Clock{Ahead: skew}})
			for i := range 200 {
				send(t, s, card(i))
			}
			return s
		}
		if got := journal(t, start(Quirks{JournalOff: true}, 0)); len(got) != 0 {
			t.Errorf("off: %d entries", len(got))
		}
		if got := journal(t, start(Quirks{JournalGaps: 0.5}, 0)); len(got) < 70 || len(got) > 130 {
			t.Errorf("gaps: %d entries", len(got))
		}
		lids := map[string]bool{}
		for _, e := range journal(t, start(Quirks{LidChats: true}, 0)) {
			if digits, ok := strings.CutSuffix(e.ChatID, "@lid"); !ok || len(digits) != 15 {
				t.Errorf("chat id %s", e.ChatID)
			}
			lids[e.ChatID] = true
		}
		if len(lids) != 200 {
			t.Errorf("%d different lids", len(lids))
		}
		if got := journal(t, start(Quirks{}, time.Hour))[0].Timestamp; got != time.Now().Add(time.Hour).Unix() {
			t.Errorf("skewed time: %d", got)
		}
		jitter, stubs := start(Quirks{JournalJitter: time.Minute}, 0), start(Quirks{Stubs: time.Minute}, 0)
		time.Sleep(30 * time.Second)
		if got := journal(t, jitter); len(got) < 70 || len(got) > 130 {
			t.Errorf("jitter: %d entries after half of it", len(got))
		}
		if e := journal(t, stubs)[0]; e.TypeMessage != "" || e.Contact != nil || e.IDMessage == "" || e.ChatID == "" {
			t.Errorf("stub: %+v", e)
		}
		time.Sleep(30 * time.Second)
		if got := journal(t, jitter); len(got) != 200 {
			t.Errorf("jitter: %d entries", len(got))
		}
		if e := journal(t, stubs)[0]; e.Contact == nil {
			t.Errorf("still a stub: %+v", e)
		}
	})
}
