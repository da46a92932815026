package ui

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"contactcast/internal/job"
)

// people is a list of so many people as CSV.
const people = "chatId,phoneContact,firstName\n+79000000501,+79000000601,Anna\n+79000000502,+79000000602,Boris\n"

// checked is the check of a list, when it is ready.
func (b *browser) checked(base, name string) string {
	b.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		r := b.request(http.MethodGet, address(base, "lists", name, "check"), nil)
		r.Header.Set("X-Wait", "1")
		if status, body := b.do(r); status != http.StatusOK || !strings.Contains(body, "data-wait") {
			return body
		}
	}
	b.t.Fatal("never read")
	return ""
}

func (b *browser) sees(body string, all ...string) {
	b.t.Helper()
	for _, want := range all {
		if !strings.Contains(body, want) {
			b.t.Errorf("%q is not in %s", want, mainOf(body))
		}
	}
}

// mainOf is a view without its frame.
func mainOf(body string) string {
	if _, rest, ok := strings.Cut(body, "<main"); ok {
		body, _, _ = strings.Cut(rest, "</main>")
	}
	return strings.Join(strings.Fields(regexp.MustCompile(`(?s)<select.*?</select>|<[^>]*>`).ReplaceAllString(body, " ")), " ")
}

// A file named like a list that is there is asked about: it may be the same list, or a new one.
func TestSameName(t *testing.T) {
	b := open(t)
	b.upload("/lists", "file", "list.csv", []byte(people))
	b.sees(b.checked("", "list"), "2 of 2 rows")
	more := people + "+79000000503,+79000000603,Clara\n"

	_, body := b.upload("/lists", "file", "list.csv", []byte(more))
	b.sees(body, "You have a list &#34;list&#34; already", "list 2")
	ask := regexp.MustCompile(`/new/[A-Z0-9]+`).FindString(body)
	b.post(ask, "is", "new")
	b.sees(b.checked("", "list 2"), "3 of 3 rows")
	b.sees(b.checked("", "list"), "2 of 2 rows")

	_, body = b.upload("/lists", "file", "list.csv", []byte(more))
	b.post(regexp.MustCompile(`/new/[A-Z0-9]+`).FindString(body), "is", "same")
	b.sees(b.checked("", "list"), "3 of 3 rows")

	_, body = b.upload("/lists", "file", "list.csv", []byte(more))
	b.post(regexp.MustCompile(`/new/[A-Z0-9]+`).FindString(body), "is", "neither")
	if kept, err := os.ReadDir(b.s.shelf.dir); err != nil || len(kept) != 2 {
		t.Errorf("%d folders are kept, %v", len(kept), err)
	}
	if status, _ := b.get(ask); status != http.StatusNotFound {
		t.Errorf("the question is still there: %d", status)
	}
}

// What was said about a list is there after the program ended, and goes with the file.
func TestListsAreKept(t *testing.T) {
	b := open(t)
	b.upload("/lists", "file", "list.csv", []byte(people+"0171 3920021,+491713920099,Emil\n"))
	b.sees(b.checked("", "list"), "2 of 3 rows")
	b.post("/lists/list/check", "region", "DE")
	b.sees(b.checked("", "list"), "3 of 3 rows")
	again, err := openShelf(b.s.dir)
	if err != nil {
		t.Fatal(err)
	}
	l, ok := again.find("list", false)
	if !ok || l.Reading.Region != "DE" || !l.Said {
		t.Errorf("%+v %v", l, ok)
	}
	b.post("/lists/list/forget")
	if kept, err := os.ReadDir(b.s.shelf.dir); err != nil || len(kept) != 0 {
		t.Errorf("%d folders are kept, %v", len(kept), err)
	}
}

// Trials have lists of their own, and each view of them says what it is.
func TestTrials(t *testing.T) {
	b := open(t)
	b.upload("/lists", "file", "list.csv", []byte(people))
	b.checked("", "list")
	_, body := b.post("/lists/list/try")
	b.sees(body, "nobody gets a message")
	b.sees(b.checked("/try", "list"), "2 of 2 rows", "nobody gets a message")
	for _, path := range []string{"/try/", "/try/never", "/try/lists/list/send", "/try/lists/list/result", "/try/nothing"} {
		_, body := b.get(path)
		if path != "/try/nothing" {
			b.sees(body, "nobody gets a message")
		}
	}
	if _, body := b.get("/"); strings.Contains(body, "nobody gets a message") {
		t.Error("the real page says it is a trial")
	}
	b.post("/try/never", "chats", "+79000000501")
	b.sees(b.checked("/try", "list"), "1 of 2 rows")
	b.sees(b.checked("", "list"), "2 of 2 rows")
}

// A list that the shell sent is on the page, and the other way round; the page looks while a run
// holds nothing that it needs.
func TestJobsOfTheShell(t *testing.T) {
	b := open(t)
	file := filepath.Join(t.TempDir(), "shell.csv")
	if err := os.WriteFile(file, []byte(people), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := job.Send(t.Context(), job.SendOptions{From: job.From{State: b.s.dir, Sandbox: true}, List: job.List{File: file}}); err != nil {
		t.Fatal(err)
	}
	_, body := b.get("/try/")
	b.sees(body, "shell", "Fetch delivery")
	b.sees(b.checked("/try", "shell"), "Nothing is left to send")

	_, body = b.upload("/try/lists", "file", "other.csv", []byte(people))
	b.sees(b.checked("/try", "other"), "2 of 2 rows already got this card", "Leave them out", "Go on with that list")
	b.post("/try/lists/other/check", "already", "skip")
	b.sees(b.checked("/try", "other"), "0 of 2 rows")
	b.post("/try/lists/other/check", "already", "")
	b.post("/try/lists/other/check", "job", "shell")
	b.sees(b.checked("/try", "shell"), "Nothing is left to send")
	_ = body
}

// A file that changes on the disk is read again.
func TestFileThatChanges(t *testing.T) {
	b := open(t)
	file := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(file, []byte(people), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := b.s.shelf.adopt(file)
	if err != nil {
		t.Fatal(err)
	}
	b.sees(b.checked("", l.Name), "2 of 2 rows")
	if err := os.WriteFile(file, []byte(people+"+79000000503,+79000000603,Clara\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.sees(b.checked("", l.Name), "3 of 3 rows")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	b.sees(b.checked("", l.Name), "cannot be read")
}

// Each question about a file has its answer on the page.
func TestQuestions(t *testing.T) {
	b := open(t)
	for name, test := range map[string]struct {
		file  string
		asks  string
		says  []string
		after string
	}{
		"headless": {"Anna;+79000000501;+79000000502\nBoris;+79000000503;+79000000504\n", "No row names the columns",
			[]string{"headerRow", "none", "column-A", "firstName", "column-B", "chatId", "column-C", "phoneContact"}, "2 of 2 rows"},
		"candidates": {"Telefon;Telefon 2;Name\n+79000000501;+79000000502;Anna\n", "Which column is the recipient", []string{"column-A", "chatId"}, "may be: is it"},
		"unknown":    {"foo;bar;baz\n+79000000501;+79000000502;Anna\n", "names the columns", []string{"headerRow", "1", "column-A", "chatId", "column-B", "phoneContact", "column-C", "firstName"}, "1 of 1 row"},
		"encoding":   {"chatId,phoneContact,firstName\n+79000000501,+79000000502,\xcc\xe0\xf0\xe8\xff\n", "which encoding", []string{"encoding", "windows-1251"}, "Мария"},
		"card":       {"Name;Telefon\nAnna;+79000000501\n", "No column for the card", nil, ""},
	} {
		b.upload("/lists", "file", name+".csv", []byte(test.file))
		b.sees(b.checked("", name), test.asks)
		if test.says != nil {
			b.post(address("", "lists", name, "check"), test.says...)
			b.sees(b.checked("", name), test.after)
		}
	}
	b.upload("/lists/card/card", "none", "", nil, "phoneContact", "+79000000777", "company", "Acme")
	b.sees(b.checked("", "card"), "1 of 1 row", "Acme", "+79000000777")
	b.upload("/lists/card/card", "vcf", "card.vcf", []byte("BEGIN:VCARD\r\nVERSION:3.0\r\nN:Doe;Jane;;;\r\nFN:Jane Doe\r\nTEL:+79000000888\r\nEND:VCARD\r\n"))
	b.sees(b.checked("", "card"), "1 of 1 row", "Jane", "+79000000888")
	b.upload("/lists/card/card", "none", "", nil, "do", "none")
	b.sees(b.checked("", "card"), "No column for the card")
}

// A column is what its select says, and none other is that any more.
func TestColumns(t *testing.T) {
	b := open(t)
	b.upload("/lists", "file", "list.csv", []byte("chatId,phoneContact,firstName,nick\n+79000000501,+79000000601,Anna,Annie\n"))
	b.checked("", "list")
	b.post("/lists/list/check", "column-A", "chatId", "column-B", "phoneContact", "column-C", "firstName", "column-D", "firstName")
	b.sees(b.checked("", "list"), "<strong dir=\"auto\">Annie</strong>")
	b.post("/lists/list/check", "column-A", "chatId", "column-B", "phoneContact", "column-C", "lastName", "column-D", "firstName")
	b.sees(b.checked("", "list"), "<strong dir=\"auto\">Annie Anna</strong>")
	b.post("/lists/list/check", "column-A", "chatId", "column-B", "phoneContact", "column-C", "", "column-D", "")
	b.sees(b.checked("", "list"), "No column for the card&#39;s name")
	b.post("/lists/list/check", "reset", "yes")
	b.sees(b.checked("", "list"), "<strong dir=\"auto\">Anna</strong>")
}

// The rows to correct are a list again.
func TestRowsToCorrect(t *testing.T) {
	b := open(t)
	b.upload("/lists", "file", "list.csv", []byte(people+"123,+79000000603,Clara\n"))
	b.sees(b.checked("", "list"), "1 row to correct")
	status, report := b.get("/lists/list/correct")
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, report)
	}
	b.upload("/lists", "file", "corrected.xlsx", []byte(report))
	b.sees(b.checked("", "corrected"), "0 of 1 row", "Clara")
}

// Pages of a table are the server's, and what is not there is the nearest.
func TestPages(t *testing.T) {
	b := open(t)
	var list strings.Builder
	list.WriteString("chatId,phoneContact,firstName\n")
	for i := range 120 {
		list.WriteString("+7900000" + string(rune('0'+i/100)) + string(rune('0'+i/10%10)) + string(rune('0'+i%10)) + "1,+79000000601,Name" + string(rune('a'+i%26)) + "\n")
	}
	b.upload("/lists", "file", "list.csv", []byte(list.String()))
	b.checked("", "list")
	for page, rows := range map[string]int{"": 50, "1": 50, "3": 20, "99": 20, "-1": 50, "x": 50} {
		_, body := b.get("/lists/list/check?page=" + url.QueryEscape(page))
		if got := strings.Count(body, `<tr class="is-`); got != rows {
			t.Errorf("page %q has %d rows", page, got)
		}
	}
}

// Whom a file names is left out of its list, as long as the file is there.
func TestLeaveOut(t *testing.T) {
	b := open(t)
	b.upload("/lists", "file", "list.csv", []byte(people))
	b.sees(b.checked("", "list"), "2 of 2 rows")
	b.upload("/lists/list/leave-out", "file", "said no.csv", []byte("name,phone\nBoris,+79000000502\nClara,+79000000999\n"))
	body := b.checked("", "list")
	b.sees(body, "1 of 2 rows", "said no.csv", "2 chats", "on the list said no.csv")
	path := regexp.MustCompile(`name="remove" value="([^"]*)"`).FindStringSubmatch(body)
	if path == nil {
		t.Fatal("it cannot be taken away")
	}
	b.post("/lists/list/leave-out", "remove", path[1])
	b.sees(b.checked("", "list"), "2 of 2 rows")
	if _, err := os.Stat(path[1]); err == nil {
		t.Error("the file is still there")
	}
	b.upload("/lists/list/leave-out", "file", "nobody.csv", []byte("name\nBoris\n"))
	b.sees(b.checked("", "list"), "no chat id and no phone number", "nobody.csv", "Take it away")
}
