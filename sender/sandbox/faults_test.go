package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseFaults(t *testing.T) {
	for text, want := range map[string][]Fault{
		"":                      nil,
		"before:502":            {{When: Before, Status: 502}},
		"after:drop=2%":         {{When: After, Kind: Drop, Probability: 0.02}},
		"late(30s):504=0.5%":    {{When: After, Late: 30 * time.Second, Status: 504, Probability: 0.005}},
		"after:hang=#17":        {{When: After, Kind: Hang, Numbers: []Range{{17, 17}}}},
		"before:empty=#3+7+2-9": {{Kind: Empty, Numbers: []Range{{3, 3}, {7, 7}, {2, 9}}}},
		"before:429=every10":    {{Status: 429, Every: 10}},
		"before:429(2s)":        {{Status: 429, RetryAfter: 2 * time.Second}},
		"before:400(no: sir)":   nil,
		"before:400(no sir)":    {{Status: 400, Body: "no sir"}},
		"before:400@1234@c.us":  {{Status: 400, Chat: "1234@c.us"}},
		"after:malformed=5%@99": {{When: After, Kind: Malformed, Probability: 0.05, Chat: "99"}},
		"getSettings:before:429, *:before:503=#1": {
			{Method: "getSettings", Status: 429}, {Method: "*", Status: 503, Numbers: []Range{{1, 1}}},
		},
		"after:unauthorized200": {{When: After, Kind: ErrorIn200}},
		"*:before:signin":       {{Method: "*", Kind: SignIn}},
		"after:marked":          {{When: After, Kind: Marked}},
		"after:undated=#2":      {{When: After, Kind: Undated, Numbers: []Range{{2, 2}}}},
		"after:clock(-3h)":      {{When: After, Kind: ClockSet, Ahead: -3 * time.Hour}},
		"after:clock(noon)":     nil,
	} {
		got, err := ParseFaults(text)
		if text != "" && want == nil {
			if err == nil {
				t.Errorf("%q: got %v, want an error", text, got)
			}
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%q: %v\n%s", text, err, diff)
		}
	}
}

func TestParseFaultsErrors(t *testing.T) {
	for text, want := range map[string]string{
		"502":                    `fault "502": expected [METHOD:]WHEN:WHAT`,
		"sometimes:502":          `"sometimes" is not one of before, after`,
		"before(2s):502":         `"before(2s)" is not one of`,
		"late:502":               "late wants a duration",
		"late(-1s):502":          "late wants a duration",
		"getSettings:late(1s):1": `"late(1s)" is not one of`,
		"getThings:before:502":   `unknown method "getThings"`,
		"before:crash":           `"crash" is neither a status nor`,
		"before:700":             `"700" is neither a status nor`,
		"before:drop(1s)":        `"drop(1s)" is neither`,
		"before:429(soon)":       "429 wants whole seconds",
		"before:502(x":           "lacks what stands between ( and )",
		"before:502=often":       `"often" is none of 3%, every10 and #3+7+20-29`,
		"before:502=0%":          `"0%" is none of`,
		"before:502=101%":        `"101%" is none of`,
		"before:502=every0":      `"every0" is none of`,
		"before:502=#":           `"#" is none of`,
		"before:502=#0":          `"#0" is none of`,
		"before:502=#9-3":        `"#9-3" is none of`,
		"before:502@":            "after @ a part of a chat id is expected",
	} {
		_, err := ParseFaults(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestUnusableFaults(t *testing.T) {
	for _, f := range []Fault{{}, {Status: 99}, {Kind: 77}, {Kind: Drop, When: 7}, {Kind: Drop, Method: "nothing"}} {
		if _, err := Open(Options{Faults: []Fault{f}}); err == nil {
			t.Errorf("%+v: no error", f)
		}
	}
}

func faults(t testing.TB, text string) []Fault {
	t.Helper()
	list, err := ParseFaults(text)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// What each fault lets the client see, and what the account makes of the request.
func TestFaultAnswers(t *testing.T) {
	for _, test := range []struct {
		fault    string
		status   int
		body     string // contained; "" for none at all
		accepted int
	}{
		{"before:502", 502, "<h1>502 Bad Gateway</h1>", 0},
		{"after:502", 502, "<h1>502 Bad Gateway</h1>", 1},
		{"after:503", 503, "503 Service Unavailable", 1},
		{"before:499", 499, "Client Closed Request", 0},
		{"before:401", 401, "", 0},
		{"before:403", 403, "Forbidden", 0},
		{"before:404", 404, "nginx", 0},
		{"before:302", 302, "302 Found", 0},
		{"before:400", 400, "bad request data", 0},
		{"before:466", 466, "QUOTE_EXCEEDED", 0},
		{"before:429", 429, "Too Many Requests", 0},
		{"before:400(instance in starting process try later)", 400, "instance in starting process try later", 0},
		{"after:malformed", 200, `{"idMessage":"3EB0`, 1},
		{"before:empty", 200, "", 0},
		{"after:unauthorized200", 200, `{"code":401,"description":"Unauthorized"}`, 1},
		{"before:signin", 200, "<title>Hotel &amp; Bar: sign in</title>", 0},
		{"after:marked", 200, "\uFEFF{\"idMessage\":", 1},
		{"late(30s):504", 504, "504 Gateway Timeout", 1},
		{"before:502@5550002", 200, "idMessage", 1},
		{"before:502@5550001", 502, "Bad Gateway", 0},
		{"getSettings:before:502", 200, "idMessage", 1},
		{"*:before:502", 502, "Bad Gateway", 0},
		{"before:502=#2,before:503=#1", 503, "503", 0},
	} {
		s := open(t, Options{Faults: faults(t, test.fault)})
		status, body := ask(t, s, "sendContact", card(1))
		if status != test.status || !strings.Contains(body, test.body) || test.body == "" && body != "" {
			t.Errorf("%s: got %d %s", test.fault, status, body)
		}
		if got := len(s.Record()); got != test.accepted {
			t.Errorf("%s: %d accepted, want %d", test.fault, got, test.accepted)
		}
	}
}

// A fault after acceptance leaves a request alone that is refused on its merits.
func TestFaultAfterRefusal(t *testing.T) {
	s := open(t, Options{Faults: faults(t, "after:502")})
	if status, body := ask(t, s, "sendContact", `{}`); status != http.StatusBadRequest {
		t.Errorf("got %d %s", status, body)
	}
}

func TestRetryAfter(t *testing.T) {
	s := open(t, Options{Faults: faults(t, "getSettings:before:429(2s)")})
	answer, err := (&http.Client{Transport: s}).Get("http://sandbox/waInstance1/getSettings/t")
	if err != nil || answer.Header.Get("Retry-After") != "2" {
		t.Errorf("got %v, %v", answer.Header, err)
	}
}

func TestHowOften(t *testing.T) {
	for text, want := range map[string]string{
		"before:502=every3":  "..x..x..x..x",
		"before:502=#2+5-7":  ".x..xxx.....",
		"before:502":         "xxxxxxxxxxxx",
		"before:502=100%":    "xxxxxxxxxxxx",
		"before:502=#1@0002": "............",
	} {
		s := open(t, Options{Faults: faults(t, text)})
		got := ""
		for i := range 12 {
			if status, _ := ask(t, s, "sendContact", card(i+1)); status == http.StatusOK {
				got += "."
			} else {
				got += "x"
			}
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// Chances are the seed's, so that a test that failed can be repeated.
func TestChances(t *testing.T) {
	struck := func(seed uint64) (n int, pattern string) {
		s := open(t, Options{Seed: seed, Limits: -1, Faults: faults(t, "before:502=10%")})
		for i := range 2000 {
			status, _ := ask(t, s, "sendContact", card(i%9999))
			if status == http.StatusBadGateway {
				n++
			}
			pattern += string(rune(status))
		}
		return n, pattern
	}
	n, first := struck(1)
	if n < 150 || n > 250 {
		t.Errorf("%d of 2000 struck, want about 200", n)
	}
	if _, again := struck(1); again != first {
		t.Error("the same seed struck others")
	}
	if _, other := struck(2); other == first {
		t.Error("another seed struck the same")
	}
}

func TestLateAcceptance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, Options{Delay: 10 * time.Second, JournalLag: -1, Limits: -1, Quirks: Quirks{ShowHead: true},
			Faults: faults(t, "late(30s):504=#1")})
		ask(t, s, "sendContact", card(1))
		time.Sleep(25 * time.Second)
		other := send(t, s, card(2))
		if got := listed(t, s); !cmp.Equal(got, []string{other}) {
			t.Fatalf("queue at 25 s: %v, want only %s", got, other)
		}
		if record := s.Record(); len(record) != 2 || !record[1].LeavesAt.IsZero() {
			t.Fatalf("record at 25 s: %+v", record)
		}
		time.Sleep(6 * time.Second)
		record := s.Record()
		late := record[1]
		if late.Request != 1 || late.AcceptedAt.Sub(late.RequestedAt) != 30*time.Second {
			t.Fatalf("late acceptance: %+v", late)
		}
		if got := late.LeavesAt.Sub(record[0].LeavesAt); got != 10*time.Second {
			t.Errorf("leaves %v after the one before it", got)
		}
		if got := listed(t, s); !cmp.Equal(got, []string{other, late.IDMessage}) {
			t.Errorf("queue at 31 s: %v", got)
		}
	})
}

func TestHangAndDropWithoutNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, Options{Faults: faults(t, "before:hang=#1,after:hang=#2,after:drop=#3")})
		client := http.Client{Transport: s, Timeout: time.Minute}
		for _, want := range []error{context.DeadlineExceeded, context.DeadlineExceeded, io.EOF} {
			start := time.Now()
			_, err := client.Post("http://sandbox/waInstance1/sendContact/t", "application/json", strings.NewReader(validCard))
			if !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
			if took := time.Since(start); want != io.EOF && took != time.Minute {
				t.Errorf("gave up after %v", took)
			}
		}
		if got := len(s.Record()); got != 2 {
			t.Errorf("%d accepted, want 2", got)
		}
	})
}

func TestDropAndHangOverNetwork(t *testing.T) {
	s := open(t, Options{Faults: faults(t, "after:drop=#1,after:hang=#2")})
	server := httptest.NewServer(s)
	defer server.Close()
	_, err := http.Post(server.URL+"/waInstance1/sendContact/t", "application/json", strings.NewReader(validCard))
	if !errors.Is(err, io.EOF) {
		t.Errorf("drop: got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for s.Calls("sendContact") < 2 {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	r, _ := http.NewRequestWithContext(ctx, "POST", server.URL+"/waInstance1/sendContact/t", strings.NewReader(validCard))
	r.Header.Set("Content-Type", "application/json")
	if _, err := http.DefaultClient.Do(r); !errors.Is(err, context.Canceled) {
		t.Errorf("hang: got %v", err)
	}
	if got := len(s.Record()); got != 2 {
		t.Errorf("%d accepted, want 2", got)
	}
}
