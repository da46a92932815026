//go:build unix

package cli

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"contactcast/sender/sandbox"
)

// Whom a list, or another process, comes to name while a run sends is not written to any more, and a later run without
// the list leaves them out, too.
func TestNoWhileARunSends(t *testing.T) {
	t.Parallel()
	const rows = 60
	s := newSite(t, sandbox.Options{Delay: -1, JournalLag: journalLag}, 0)
	s.write("list.csv", "chatId,phoneContact,firstName\n"+numbered(rows))
	s.write("no.csv", "79000000999\n")
	p := s.start(quickly("list", "--rate", "4/s", "--exclude", "no.csv"), lookOften+"=20ms")
	for end := time.Now().Add(20 * time.Second); len(s.Record()) < 3; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nothing is sent")
		}
	}
	s.write("no.csv", "79000000999\n79000000058\n")
	if code, said := s.alone([]string{"optout", "add", "+7 900 000 00 59"}); code != exitDone {
		t.Fatal(said)
	}
	<-p.over
	if p.code() != exitDone || !strings.Contains(p.out.String(), "1 on the list no.csv") || !strings.Contains(p.out.String(), "1 never to be written to") {
		t.Errorf("%s", p.said())
	}
	if code, said := s.run(quickly("list")); code != exitDone {
		t.Error(said)
	}
	var chats []string
	for _, a := range s.Record() {
		chats = append(chats, a.ChatID)
	}
	if slices.Contains(chats, "79000000058@c.us") || slices.Contains(chats, "79000000059@c.us") || len(chats) != rows-2 {
		t.Errorf("%d cards were sent, to %v", len(chats), chats[len(chats)-4:])
	}
}

// numbered are rows to 79000000000 and on.
func numbered(rows int) string {
	var b strings.Builder
	for i := range rows {
		fmt.Fprintf(&b, "790000000%02d,79010000000,Anna\n", i)
	}
	return b.String()
}

// alone runs the program beside the one that was started last.
func (s *site) alone(args []string) (code int, said string) {
	s.t.Helper()
	p := s.prepare(args)
	if err := p.Start(); err != nil {
		s.t.Fatal(err)
	}
	_ = p.Wait() // how it ended is in ProcessState
	return p.code(), p.said()
}
