package ui

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Who comes late is told the latest of each kind first, then what happens, and at last the end.
func TestFeed(t *testing.T) {
	f := &feed{}
	f.tell("progress", 1)
	f.tell("progress", 2)
	f.tell("waits", "queue")
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _ = f.serve(w, &request{Request: r}) }))
	defer web.Close()
	answer, err := http.Get(web.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	read := func(n int) (text string) {
		for ; n > 0 && lines.Scan(); n-- {
			text += lines.Text() + "\n"
		}
		return text
	}
	if got, want := read(6), "event: progress\ndata: 2\n\nevent: waits\ndata: \"queue\"\n\n"; got != want {
		t.Errorf("got %q", got)
	}
	f.tell("progress", 3)
	f.end()
	if got := read(99); !strings.Contains(got, "event: progress\ndata: 3\n") || !strings.HasSuffix(got, "event: end\ndata: {}\n\n") {
		t.Errorf("got %q", got)
	}
}
