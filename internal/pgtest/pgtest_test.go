package pgtest

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestServer(t *testing.T) {
	s := Start(t)
	at, err := s.Database()
	if err != nil {
		t.Fatal(err)
	}
	if said, err := s.SQL("test1", "SHOW fsync", "SHOW synchronous_commit"); err != nil || said != "on\non" {
		t.Errorf("fsync and synchronous_commit are %q, %v", said, err)
	}
	ask := func(at string) (n int, err error) {
		conn, err := pgx.Connect(t.Context(), at)
		if err != nil {
			return 0, err
		}
		defer conn.Close(context.Background())
		return n, conn.QueryRow(t.Context(), "SELECT count(*) FROM things").Scan(&n)
	}
	if _, err := s.SQL("test1", "CREATE TABLE things AS SELECT 1 AS thing"); err != nil {
		t.Fatal(err)
	}
	s.Stop(Immediate)
	if _, err := ask(at); err == nil {
		t.Error("a server that is stopped answers")
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	if n, err := ask(at); err != nil || n != 1 {
		t.Errorf("after a crash there are %d things, %v; want 1", n, err)
	}
	t.Run("cut", func(t *testing.T) { testCuts(t, s, at, ask) })
}

func testCuts(t *testing.T, s *Server, at string, ask func(string) (int, error)) {
	p := NewProxy(t, s.Addr(), 20*time.Millisecond)
	for _, passes := range []bool{false, true} {
		before, err := ask(at)
		if err != nil {
			t.Fatal(err)
		}
		conn, err := pgx.Connect(t.Context(), p.URL(at))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		begun := time.Now()
		if err := conn.Ping(t.Context()); err != nil || time.Since(begun) < 20*time.Millisecond {
			t.Errorf("a round trip took %s, %v", time.Since(begun), err)
		}
		cut := p.CutAt("INSERT INTO things", passes)
		if _, err := conn.Exec(t.Context(), "INSERT INTO things VALUES (2)"); err == nil {
			t.Error("the answer came all the same")
		}
		<-cut
		if after, err := ask(at); err != nil || (after > before) != passes {
			t.Errorf("passes=%t: %d things, then %d, %v", passes, before, after, err)
		}
	}
	p.Refuse(true)
	if _, err := ask(p.URL(at)); err == nil {
		t.Error("a client that was turned away got an answer")
	}
}
