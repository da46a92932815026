package ui

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"contactcast/internal/job"
)

// shown is what a start shows.
type shown struct {
	address string
	serving bool
}

// start starts the page in a state folder, and returns what it shows.
func start(t *testing.T, ctx context.Context, o Options) (shown, chan error) {
	t.Helper()
	shows, ended := make(chan shown, 1), make(chan error, 1)
	o.Show = func(address string, serving bool) { shows <- shown{address, serving} }
	go func() { ended <- Serve(ctx, o) }()
	select {
	case s := <-shows:
		return s, ended
	case err := <-ended:
		t.Fatalf("ended: %v", err)
	case <-time.After(30 * time.Second):
		t.Fatal("shows nothing")
	}
	return shown{}, nil
}

// A second start shows the page that is served, with an address of its own and its file.
func TestSecondStart(t *testing.T) {
	dir, ctx := t.TempDir(), t.Context()
	ctx, cancel := context.WithCancel(ctx)
	first, ended := start(t, ctx, Options{State: dir})
	file := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(file, []byte(people), 0o600); err != nil {
		t.Fatal(err)
	}
	second, _ := start(t, ctx, Options{State: dir, File: file})
	origin, _, _ := strings.Cut(first.address, "/launch")
	if !first.serving || second.serving || !strings.HasPrefix(second.address, origin+"/") || second.address == first.address {
		t.Errorf("%+v, then %+v", first, second)
	}
	client := &http.Client{Jar: newJar(t)}
	for address, path := range map[string]string{first.address: "/", second.address: "/lists/list/check"} {
		answer, err := client.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK || answer.Request.URL.Path != path {
			t.Errorf("%s: %s %s", address, answer.Status, answer.Request.URL)
		}
	}
	for _, name := range []string{"page.json", "page.lock"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info, err)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	third, _ := start(t, t.Context(), Options{State: dir})
	if !third.serving {
		t.Error("the next start does not serve")
	}
}

// A port that somebody has is said.
func TestPortTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	err = Serve(t.Context(), Options{State: t.TempDir(), Port: taken.Addr().(*net.TCPAddr).Port})
	if _, code := job.EndingOf(err); code != "page" {
		t.Errorf("%v: %s", err, code)
	}
}
