package ui

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// settled gets a view again until nothing is waited for.
func (b *browser) settled(path string) string {
	b.t.Helper()
	for begun := time.Now(); time.Since(begun) < time.Minute; {
		r := b.request(http.MethodGet, path, nil)
		r.Header.Set("X-Wait", "1")
		status, body := b.do(r)
		if status != http.StatusOK {
			b.t.Fatalf("GET %s: %d %s", path, status, body)
		}
		if !strings.Contains(body, "data-wait") && !strings.Contains(body, "data-sending") {
			return body
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Fatalf("%s did not settle", path)
	return ""
}

// begun is a page with a list in the trial, as it was uploaded.
func begun(t *testing.T, file string) *browser {
	t.Helper()
	b := open(t)
	content, err := os.ReadFile("samples/" + file)
	if err != nil {
		t.Fatal(err)
	}
	if status, body := b.upload("/try/lists", "file", file, content); status != http.StatusOK {
		t.Fatalf("upload: %d %s", status, body)
	}
	b.settled("/try/lists/" + strings.TrimSuffix(file, ".xlsx") + "/check")
	return b
}

var fingerprintIn = regexp.MustCompile(`name="fingerprint" value="([0-9a-f]+)"`)

func has(t *testing.T, body string, all ...string) {
	t.Helper()
	for _, text := range all {
		if !strings.Contains(body, text) {
			t.Errorf("the view lacks %q:\n%s", text, body)
		}
	}
}

// A list is planned, confirmed and sent; then its result is shown, with reports to download.
func TestSendAList(t *testing.T) {
	t.Parallel()
	b := begun(t, "recipients.xlsx")
	b.post("/try/lists/recipients/send/plan", "limit", "15")
	plan := b.settled("/try/lists/recipients/send")
	has(t, plan, "15 cards to 20 chats", "15 of 20 cards", "A simulated account")
	said := fingerprintIn.FindStringSubmatch(plan)
	if said == nil {
		t.Fatalf("no plan to confirm:\n%s", plan)
	}
	b.post("/try/lists/recipients/send/go", "fingerprint", said[1])
	b.post("/try/lists/recipients/send/go", "fingerprint", said[1]) // pressed twice
	has(t, b.settled("/try/lists/recipients/send"), "15 cards were accepted", "Go on sending")
	b.post("/try/lists/recipients/send/on") // what was confirmed, and no more than that
	has(t, b.settled("/try/lists/recipients/send"), "5 cards were accepted", "Finished")
	has(t, b.settled("/try/lists/recipients/result"), "<b>20</b> <span>accepted</span>", "79000000101@c.us")
	status, report := b.get("/try/lists/recipients/report/csv")
	if status != http.StatusOK || strings.Count(report, "accepted") < 20 {
		t.Errorf("the report: %d %s", status, report)
	}
}

// What was confirmed is what was seen: another plan is asked again, and nothing is sent.
func TestAPlanThatChanged(t *testing.T) {
	t.Parallel()
	b := begun(t, "recipients.xlsx")
	b.post("/try/lists/recipients/send/plan")
	said := fingerprintIn.FindStringSubmatch(b.settled("/try/lists/recipients/send"))
	if said == nil {
		t.Fatal("no plan to confirm")
	}
	if status, body := b.upload("/try/never", "file", "no.csv", []byte("+79000000101\n")); status != http.StatusOK {
		t.Fatalf("opt out: %d %s", status, body)
	}
	b.post("/try/lists/recipients/send/go", "fingerprint", said[1])
	has(t, b.settled("/try/lists/recipients/send"), "has changed since you looked", "19 cards to 19 chats")
	has(t, b.settled("/try/lists/recipients/result"), "<b>0</b> <span>accepted</span>")
}

// What is typed wrong is said beside the form, and kept.
func TestLimitsTypedWrong(t *testing.T) {
	t.Parallel()
	b := begun(t, "recipients.xlsx")
	for field, text := range map[string]string{"daily": "many", "limit": "-3", "newChats": "20+", "hours": "9 to 5"} {
		status, body := b.post("/try/lists/recipients/send/plan", field, text)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, text) {
			t.Errorf("%s %q: %d %s", field, text, status, body)
		}
	}
}

// One goes on with a trial of a list that was paused, and decides about what is in doubt.
func TestATestToOwnPhone(t *testing.T) {
	t.Parallel()
	b := begun(t, "recipients.xlsx")
	b.post("/try/lists/recipients/send/test", "to", "+79000000999")
	has(t, b.settled("/try/lists/recipients/send"), "The simulated account took it")
	b.post("/try/lists/recipients/send/test", "to", "nobody")
	has(t, b.settled("/try/lists/recipients/send"), `role="alert"`, "nobody")
}

// All that is pasted is taken: half of it would be worse than nothing.
func TestManyPastedOptOuts(t *testing.T) {
	t.Parallel()
	b := open(t)
	var all strings.Builder
	const n = 9001
	for i := range n {
		fmt.Fprintf(&all, "+4915%09d\n", 100000000+i)
	}
	status, body := b.upload("/never", "file", "", nil, "chats", all.String())
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	if _, found := b.get("/never?search=4915" + fmt.Sprint(100000000+n-1)); !strings.Contains(found, fmt.Sprintf("4915%09d@c.us", 100000000+n-1)) {
		t.Error("the last of them is missing")
	}
}

// Once a file is corrected, what it has to send is said, whatever the ledger's last plan was.
func TestACorrectedListHasSomethingToSend(t *testing.T) {
	t.Parallel()
	b := open(t)
	list := "chatId,phoneContact,firstName\n79000000801,79000000515,Anna\n8 900,79000000515,Boris\n"
	b.upload("/try/lists", "file", "two.csv", []byte(list))
	b.post("/try/lists/two/send/plan")
	said := fingerprintIn.FindStringSubmatch(b.settled("/try/lists/two/send"))
	b.post("/try/lists/two/send/go", "fingerprint", said[1])
	has(t, b.settled("/try/lists/two/send"), "1 card was accepted")
	b.post("/try/lists/two/send/back")
	has(t, b.settled("/try/lists/two/send"), "Nothing of this list is left to send")
	_, asked := b.upload("/try/lists", "file", "two.csv", []byte(strings.Replace(list, "8 900,", "79000000802,", 1)))
	at := regexp.MustCompile(`action="(/try/new/[^"]+)"`).FindStringSubmatch(asked)
	if at == nil {
		t.Fatalf("no question what the file is:\n%s", asked)
	}
	b.post(at[1], "is", "same")
	b.settled("/try/lists/two/check")
	if body := b.settled("/try/lists/two/send"); strings.Contains(body, "Nothing of this list") {
		t.Errorf("nothing is left, though a row was corrected:\n%s", body)
	}
}
