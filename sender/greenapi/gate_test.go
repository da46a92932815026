package greenapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestBackoff(t *testing.T) {
	const s = time.Second
	type step struct{ after, asked, want time.Duration } // since the step before
	tests := []struct {
		name  string
		most  time.Duration
		steps []step
	}{
		{"doubles to the default", 0, []step{{0, 0, s}, {s, 0, 2 * s}, {2 * s, 0, 4 * s}, {4 * s, 0, 8 * s}, {8 * s, 0, 16 * s}, {16 * s, 0, 30 * s}, {30 * s, 0, 30 * s}}},
		{"doubles to its own", 3 * s, []step{{0, 0, s}, {s, 0, 2 * s}, {2 * s, 0, 3 * s}}},
		{"failed together", 0, []step{{0, 0, s}, {0, 0, s}, {s / 2, 0, s / 2}, {s / 2, 0, 2 * s}, {0, 0, 2 * s}}},
		{"asked for", 0, []step{{0, 7 * s, 7 * s}, {7 * s, 0, s}, {s, 3 * s, 3 * s}}},
		{"asked for less than is due", 0, []step{{0, 0, s}, {s, 0, 2 * s}, {0, s, 2 * s}}},
	}
	for _, tt := range tests {
		now, b := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Backoff{Most: tt.most}
		began := now
		for i, step := range tt.steps {
			now = now.Add(step.after)
			if got := b.Fail(now, step.asked); got != step.want {
				t.Errorf("%s: failure %d waits %s, want %s", tt.name, i+1, got, step.want)
			}
		}
		if got := b.Failing(now.Add(s)); got != now.Add(s).Sub(began) {
			t.Errorf("%s: failing for %s", tt.name, got)
		}
		b.Reset()
		if got := b.Fail(now, 0); got != s || b.Failing(now) != 0 {
			t.Errorf("%s: after a success it waits %s", tt.name, got)
		}
	}
}

// service answers with what answer says, and keeps when it was asked for what.
type service struct {
	mu     sync.Mutex
	asked  map[string][]time.Time
	answer func(method string, number int) (status int, retryAfter, body string)
	late   time.Duration // between a request's arrival and its answer
}

func (s *service) RoundTrip(r *http.Request) (*http.Response, error) {
	method := strings.Split(r.URL.Path, "/")[2]
	s.mu.Lock()
	s.asked[method] = append(s.asked[method], time.Now())
	status, retryAfter, body := s.answer(method, len(s.asked[method]))
	s.mu.Unlock()
	time.Sleep(s.late)
	header := http.Header{}
	if retryAfter != "" {
		header.Set("Retry-After", retryAfter)
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func (s *service) client(t *testing.T, readings string) *Client {
	return client(t, "http://localhost", Options{Transport: s, Readings: readings})
}

const aState = `{"stateInstance":"authorized"}`

func newService(answer func(string, int) (int, string, string)) *service {
	if answer == nil {
		answer = func(string, int) (int, string, string) { return 200, "", aState }
	}
	return &service{asked: map[string][]time.Time{}, answer: answer}
}

// apart fails unless all requests of a method are that far apart.
func (s *service) apart(t *testing.T, method string, n int, d time.Duration) {
	t.Helper()
	times := s.asked[method]
	if len(times) != n {
		t.Fatalf("%s was asked %d times, want %d", method, len(times), n)
	}
	for i := 1; i < n; i++ {
		if gap := times[i].Sub(times[i-1]); gap < d {
			t.Errorf("%s was asked twice within %s", method, gap)
		}
	}
}

// Whoever asks, and however many at once: a method is asked once in 1.1 s, others are not held up by it.
func TestReadingMethodsAreAskedOneByOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(nil)
		c := s.client(t, "")
		began := time.Now()
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() { _, _ = c.GetStateInstance(t.Context()) })
		}
		_, _ = c.GetWaSettings(t.Context())
		if waited := time.Since(began); waited > 0 {
			t.Errorf("another method waited %s", waited)
		}
		all.Wait()
		s.apart(t, "getStateInstance", 5, readEvery)
		if took := time.Since(began); took != 4*readEvery {
			t.Errorf("five took %s", took)
		}
	})
}

// A request may be on its way for long, and the next for a moment only: they are a second apart where they arrive.
func TestSpacingCountsFromTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(nil)
		s.late = 3 * time.Second
		c := s.client(t, "")
		for range 3 {
			_, _ = c.GetStateInstance(t.Context())
		}
		s.apart(t, "getStateInstance", 3, 4*time.Second)
	})
}

func TestMessagesAreAskedForNineTimesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(nil)
		s.late = time.Second
		c := s.client(t, "")
		began := time.Now()
		var all sync.WaitGroup
		for range 28 {
			all.Go(func() { _, _ = c.GetMessage(t.Context(), "79000000001@c.us", "3EB0") })
		}
		all.Wait()
		s.apart(t, "getMessage", 28, messageEvery)
		if took := time.Since(began); took > 4100*time.Millisecond {
			t.Errorf("28 took %s: they waited for each other's answers", took)
		}
	})
}

// The count is asked for by several at the start of a run: they share one answer while it is fresh.
func TestTheCountIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(func(_ string, number int) (int, string, string) {
			return 200, "", fmt.Sprintf(`{"count":%d}`, number)
		})
		c, began := s.client(t, ""), time.Now()
		for range 3 {
			if n, err := c.GetMessagesCount(t.Context()); n != 1 || err != nil {
				t.Errorf("%d, %v", n, err)
			}
		}
		if waited := time.Since(began); waited > 0 {
			t.Errorf("it waited %s", waited)
		}
		time.Sleep(readEvery)
		if n, err := c.GetMessagesCount(t.Context()); n != 2 || err != nil {
			t.Errorf("later: %d, %v", n, err)
		}
	})
}

// The next process keeps its distance, whatever became of the file; and a clock that was set back costs a moment.
func TestTheNextProcessKeepsItsDistance(t *testing.T) {
	tests := []struct {
		name   string
		change func(path string) error
		pause  time.Duration
		want   time.Duration
	}{
		{"at once", nil, 0, readEvery},
		{"half a second later", nil, 500 * time.Millisecond, readEvery},
		{"much later", nil, time.Minute, time.Minute},
		{"half-written", func(path string) error { return os.WriteFile(path, []byte(`{"getSta`), 0o600) }, 0, readEvery},
		{"a clock that was ahead", func(path string) error {
			return os.WriteFile(path, []byte(`{"getStateInstance":99999999999999}`), 0o600)
		}, 0, readEvery},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, path := newService(nil), filepath.Join(t.TempDir(), "readings")
				_, _ = s.client(t, path).GetStateInstance(t.Context())
				if tt.change != nil {
					if err := tt.change(path); err != nil {
						t.Fatal(err)
					}
				}
				time.Sleep(tt.pause)
				_, _ = s.client(t, path).GetStateInstance(t.Context())
				s.apart(t, "getStateInstance", 2, tt.want-time.Millisecond) // the file's precision
				if gap := s.asked["getStateInstance"][1].Sub(s.asked["getStateInstance"][0]); gap > tt.want {
					t.Errorf("the second waited %s", gap)
				}
			})
		})
	}
}

// A 429 on a reading method is waited out: as long as was asked for, else longer and longer.
func TestBusyReadingIsWaitedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(func(_ string, number int) (int, string, string) {
			switch {
			case number <= 3:
				return 429, "", "Too Many Requests"
			case number == 4:
				return 429, "100", "Too Many Requests"
			}
			return 200, "", aState
		})
		var told []Postponed
		c := client(t, "http://localhost", Options{Transport: s, Postponed: func(p Postponed) { told = append(told, p) }})
		began := time.Now()
		state, err := c.GetStateInstance(t.Context())
		if err != nil || state != StateAuthorized {
			t.Fatal(state, err)
		}
		if took := time.Since(began); took < 107*time.Second || took > 108*time.Second {
			t.Errorf("it took %s, want 1, 2, 4 and 100 seconds", took)
		}
		if len(told) != 4 || told[3].Method != "getStateInstance" || !told[3].Until.Equal(time.Now()) {
			t.Errorf("told of %v", told)
		}
	})
}

// No wait is without an end: neither for what goes on, nor for what is asked for.
func TestBusyReadingEnds(t *testing.T) {
	for _, tt := range []struct {
		name, retryAfter string
		took             time.Duration
	}{
		{"it goes on", "", MaxWait},
		{"a minute each", "60", MaxWait},
		{"a day", "86400", 0},
		{"a year", "31536000", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newService(func(string, int) (int, string, string) { return 429, tt.retryAfter, "" })
				c, began := s.client(t, ""), time.Now()
				_, err := c.GetStateInstance(t.Context())
				var api *APIError
				if !errors.As(err, &api) || api.Status != 429 {
					t.Fatal(err)
				}
				if took := time.Since(began); took > tt.took || took < tt.took-2*time.Minute {
					t.Errorf("it took %s, want %s", took, tt.took)
				}
				if tt.took > 0 {
					return
				}
				time.Sleep(time.Hour) // it is not asked again before that time
				_, err = c.GetStateInstance(t.Context())
				if first := api.RetryAfter; !errors.As(err, &api) || api.RetryAfter != first-time.Hour || len(s.asked["getStateInstance"]) != 1 {
					t.Errorf("an hour later: %v after %d requests", err, len(s.asked["getStateInstance"]))
				}
			})
		})
	}
}

// A cancelled request does not wait on, and nothing left.
func TestWaitingEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newService(func(string, int) (int, string, string) { return 429, "300", "" })
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		_, err := s.client(t, "").GetStateInstance(ctx)
		var unsent *NotSentError
		if !errors.As(err, &unsent) || !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}
