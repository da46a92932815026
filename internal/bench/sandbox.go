package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"time"
)

// sandbox is the simulated account, a process of its own. It answers at once and has no limits. It is always
// at the same address, which belongs to the ledger's name, and forgets everything between two runs.
type sandbox struct {
	address string
	env     []string // how to use it
	stop    func()
}

// start starts the sandbox anew.
func (b *bench) start(ctx context.Context) error {
	s := &b.sandbox
	if s.stop != nil {
		s.stop()
	}
	listen := s.address
	if listen == "" {
		listen = "127.0.0.1:0"
	}
	stop, out, err := b.background(ctx, []string{"sandbox", "--listen=" + listen, "--delay=-1s", "--no-limits", "--seed=1"})
	if err != nil {
		return err
	}
	s.stop = func() {
		stop()
		s.stop = nil
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if settings, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "export "); ok {
			s.env = strings.Fields(settings)
			_, s.address, _ = strings.Cut(s.env[0], "http://")
			return nil
		}
	}
	s.stop()
	return fmt.Errorf("the sandbox does not start")
}

// post is where a bare client posts to.
func (s *sandbox) post() string {
	value := map[string]string{}
	for _, setting := range s.env {
		name, v, _ := strings.Cut(setting, "=")
		value[name] = v
	}
	return value["GREENAPI_URL"] + "/waInstance" + value["GREENAPI_ID_INSTANCE"] + "/sendContact/" + value["GREENAPI_API_TOKEN_INSTANCE"]
}

// accepted fails unless the account accepted so many messages.
func (s *sandbox) accepted(ctx context.Context, want int) error {
	var status struct{ Accepted int }
	if err := s.control(ctx, "status", &status); err != nil {
		return err
	}
	if status.Accepted != want {
		return fmt.Errorf("the account accepted %d messages, not %d", status.Accepted, want)
	}
	return nil
}

// firstPost is when the account got its first message.
func (s *sandbox) firstPost(ctx context.Context) (first time.Time, err error) {
	var record []struct{ RequestedAt time.Time }
	if err := s.control(ctx, "record", &record); err != nil {
		return first, err
	}
	for i, r := range record {
		if i == 0 || r.RequestedAt.Before(first) {
			first = r.RequestedAt
		}
	}
	return first, nil
}

func (s *sandbox) control(ctx context.Context, what string, answer any) error {
	return getJSON(ctx, "http://"+s.address+"/sandbox/"+what, answer)
}
