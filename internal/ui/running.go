package ui

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"contactcast/internal/words"
)

// pageHold is the right to serve the page of a state folder: one program at a time has it.
type pageHold struct {
	lock *flock.Flock
	path string // of the file that says where the page is served
}

// running is what that file holds; only its owner can read it.
type running struct {
	Origin string `json:"origin"`
	Key    string `json:"key"`
}

func runningPath(dir string) string { return filepath.Join(dir, "page.json") }

// holdPage takes the right to serve the page; nil if another program has it.
func holdPage(dir string) (*pageHold, error) {
	lock := flock.New(filepath.Join(dir, "page.lock"), flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil || !held {
		return nil, err
	}
	return &pageHold{lock, runningPath(dir)}, nil
}

// announce says where the page is served.
func (h *pageHold) announce(origin, key string) error {
	text, err := json.Marshal(running{origin, key})
	if err == nil {
		err = writeOwn(h.path, text)
	}
	return err
}

func (h *pageHold) release() {
	_ = os.Remove(h.path) // one that stays leads nowhere
	_ = h.lock.Unlock()
}

// showRunning shows the page that another start serves.
func showRunning(ctx context.Context, dir string, o Options) error {
	var there running
	text, err := os.ReadFile(runningPath(dir))
	if err == nil {
		err = json.Unmarshal(text, &there)
	}
	if err != nil {
		return &Error{words.New("page/elsewhere-silent"), err}
	}
	file := o.File
	if file != "" {
		if file, err = filepath.Abs(file); err != nil {
			return err
		}
	}
	address, err := there.ask(ctx, file)
	if err != nil {
		return &Error{words.New("page/elsewhere-silent"), err}
	}
	if o.Show != nil {
		o.Show(there.Origin+address, false)
	}
	return nil
}

// ask asks the program that serves the page for an address to open.
func (there running) ask(ctx context.Context, file string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, there.Origin+"/launch", strings.NewReader(file))
	if err != nil {
		return "", err
	}
	r.Header.Set("Authorization", "Bearer "+there.Key)
	client := http.Client{Transport: &http.Transport{Proxy: nil}}
	answer, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 4<<10))
	if err == nil && answer.StatusCode != http.StatusOK {
		err = errors.New(answer.Status)
	}
	return string(text), err
}

// Error is why the page cannot be shown.
type Error struct {
	Reason words.Fact
	Err    error
}

// Error is for programmers; Fact has the sentence.
func (e *Error) Error() string { return e.Reason.String() }

// Fact says why.
func (e *Error) Fact() words.Fact { return e.Reason }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// writeOwn writes a file that only its owner can read, whole or not at all.
func writeOwn(path string, text []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".contactcast-*.tmp") // 0600
	if err != nil {
		return err
	}
	_, err = temp.Write(text)
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}
