package sandbox

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Many clients at once over a real network: each acceptance has its own id, and none is lost.
func TestConcurrentRequests(t *testing.T) {
	s := open(t, Options{Limits: -1, Memory: t.TempDir() + "/memory"})
	server := httptest.NewServer(s)
	defer server.Close()
	answers := make(chan string, 400)
	var clients sync.WaitGroup
	for c := range 8 {
		clients.Go(func() {
			for i := range 50 {
				r, err := http.Post(server.URL+"/waInstance1/sendContact/t", "application/json", strings.NewReader(card(c*50+i)))
				if err != nil {
					t.Error(err)
					return
				}
				body, _ := io.ReadAll(r.Body)
				_ = r.Body.Close()
				answers <- string(body)
				if i%10 == 0 {
					ask(t, s, "lastOutgoingMessages", "")
					ask(t, s, "showMessagesQueue", "")
					s.Record()
				}
			}
		})
	}
	clients.Wait()
	close(answers)
	given := map[string]bool{}
	for a := range answers {
		given[decode[map[string]string](t, a)["idMessage"]] = true
	}
	remembered, err := ReadMemory(s.options.Memory)
	if len(given) != 400 || len(s.Record()) != 400 || len(remembered) != 400 || err != nil {
		t.Errorf("%d ids, %d in the record, %d remembered, %v", len(given), len(s.Record()), len(remembered), err)
	}
	for _, a := range remembered {
		if !given[a.IDMessage] {
			t.Errorf("%s was never given", a.IDMessage)
		}
	}
}

func TestDateAndLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, Options{Latency: 200 * time.Millisecond, Clock: Clock{Ahead: -90 * time.Second}})
		start := time.Now()
		answer, err := (&http.Client{Transport: s}).Get("http://sandbox/waInstance1/getStateInstance/t")
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took != 200*time.Millisecond {
			t.Errorf("took %v", took)
		}
		want := time.Now().Add(-90 * time.Second).UTC().Format(http.TimeFormat)
		if got := answer.Header.Get("Date"); got != want {
			t.Errorf("Date %s, want %s", got, want)
		}
	})
}

// A client that judges by httptrace whether its request left sees the same as over a network.
func TestRoundTripTraces(t *testing.T) {
	s := open(t, Options{})
	var seen []string
	trace := &httptrace.ClientTrace{
		GotConn:              func(httptrace.GotConnInfo) { seen = append(seen, "connection") },
		WroteRequest:         func(httptrace.WroteRequestInfo) { seen = append(seen, "written") },
		GotFirstResponseByte: func() { seen = append(seen, "answered") },
	}
	r, _ := http.NewRequestWithContext(httptrace.WithClientTrace(t.Context(), trace), "GET", "http://sandbox/waInstance1/getSettings/t", nil)
	if _, err := s.RoundTrip(r); err != nil || fmt.Sprint(seen) != "[connection written answered]" {
		t.Errorf("%v, %v", seen, err)
	}
}

func TestInject(t *testing.T) {
	s := open(t, Options{Delay: time.Minute})
	own := send(t, s, card(1))
	strangers, err := s.Inject(1, Injection{ChatID: "79005550001@c.us", Contact: Contact{PhoneContact: 79005550101, FirstName: "Ada"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Inject(10, Injection{}); err != nil {
		t.Fatal(err)
	}
	record := s.Record()
	chats := map[string]bool{}
	for _, a := range record {
		chats[a.ChatID] = true
	}
	if len(record) != 12 || len(chats) != 11 {
		t.Errorf("%d messages to %d chats", len(record), len(chats))
	}
	mine, other := record[0], record[1]
	if mine.IDMessage != own || other.IDMessage != strangers[0] || mine.Contact != other.Contact || mine.ChatID != other.ChatID {
		t.Errorf("not alike: %+v %+v", mine, other)
	}
	if mine.Origin != "" || mine.Request != 1 || other.Origin != OriginApplication || other.Request != 0 {
		t.Errorf("origins: %+v %+v", mine, other)
	}
}

func TestControls(t *testing.T) {
	s := open(t, Options{Limits: -1, Delay: time.Hour})
	control := func(verb, path, body, want string) {
		t.Helper()
		status, answer := do(t, s, verb, "/sandbox/"+path, body)
		if got := fmt.Sprint(status, " ", strings.TrimSpace(answer)); !strings.HasPrefix(got, want) {
			t.Errorf("%s %s: got %s, want %s", path, body, got, want)
		}
	}
	sending := func(want int) {
		t.Helper()
		if status, answer := ask(t, s, "sendContact", card(1)); status != want {
			t.Errorf("sendContact: got %d %s, want %d", status, answer, want)
		}
	}
	control("GET", "record", "", "200 []")
	sending(200)
	control("GET", "record", "", `200 [{"idMessage":"`+s.Record()[0].IDMessage+`","chatId":"79005550001@c.us","contact":{"phoneContact":79005550101,"firstName":"Ada"},"request":1,"requestedAt":"`)
	control("POST", "faults", `{"faults":"before:503=#2"}`, "200 {}")
	sending(503)
	control("POST", "faults", `{"faults":"before:pain"}`, `400 {"error":"fault \"before:pain\"`)
	control("POST", "faults", `{"fault":""}`, `400 {"error":"sandbox control: json: unknown field`)
	control("POST", "faults", `{"faults":""}`, "200 {}")
	control("POST", "quota", `{"calls":{"sendContact":0}}`, "200 {}")
	sending(466)
	control("POST", "quota", `{}`, "200 {}")
	control("POST", "state", `{"stateInstance":"starting"}`, "200 {}")
	sending(400)
	control("POST", "state", `{"stateInstance":"authorized"}`, "200 {}")
	control("POST", "state", `{"stateInstance":"yellowCard","accepted":1,"after":"0s"}`, "200 {}")
	control("POST", "state", `{"stateInstance":"angry"}`, `400 {"error":"sandbox: unknown state \"angry\""}`)
	control("POST", "state", `{"stateInstance":"blocked","after":"soon"}`, `400 {"error":"sandbox control: time: invalid duration`)
	control("POST", "clock", `{"ahead":"12m","undated":true}`, "200 {}")
	control("POST", "clock", `{"ahead":"noon"}`, `400 {"error":"sandbox control: time: invalid duration`)
	control("POST", "inject", `{"count":3}`, `200 ["3EB0`)
	sending(200)
	control("GET", "status", "", `200 {"stateInstance":"yellowCard","accepted":5,"queued":5,"requests":{"sendContact":5},"forbidden":[]}`)
	control("GET", "faults", "", "404 ")
}
