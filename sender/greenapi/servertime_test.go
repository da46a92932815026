package greenapi

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// The API's clock is known to a second, is late rather than early, and follows nothing but answers: not this machine's
// clock, whatever that does.
func TestServerTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wall := time.Now().Add(-3 * time.Hour) // it is wrong from the start
		s := newServerTime(func() time.Time { return wall })
		if now, known := s.now(); known || !now.Equal(wall) {
			t.Errorf("without an answer it is %v, %v", now, known)
		}
		for i := range 20 {
			wall = wall.Add(time.Duration(i-10) * time.Hour) // and set all the time
			sent := Moment()
			time.Sleep(700 * time.Millisecond)
			date := time.Now().UTC().Truncate(time.Second)
			time.Sleep(900 * time.Millisecond) // a slow answer
			s.answered(date, sent)
			now, known := s.now()
			if late := time.Since(now); !known || late < 0 || late > 2*time.Second {
				t.Errorf("it is %v late, %v", late, known)
			}
			time.Sleep(time.Duration(i) * 777 * time.Millisecond)
		}
		if late := time.Since(func() time.Time { now, _ := s.now(); return now }()); late > 1100*time.Millisecond {
			t.Errorf("after twenty answers it is %v late", late)
		}
		if s.set.Times != 1 || (s.set.By-3*time.Hour).Abs() > 2*time.Second {
			t.Errorf("it was taken for set by %+v; want once, from the machine's clock to the API's", s.set)
		}
	})
}

// A clock that is set against the other is noticed, in both directions.
func TestServerTimeIsSet(t *testing.T) {
	for _, by := range []time.Duration{12 * time.Minute, -3 * time.Hour, 10 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			s := newServerTime(time.Now)
			answer := func(ahead time.Duration) {
				sent := Moment()
				time.Sleep(100 * time.Millisecond)
				s.answered(time.Now().Add(ahead).Truncate(time.Second), sent)
			}
			answer(0)
			answer(by)
			answer(by)
			if off := (s.set.By - by).Abs(); off > 1100*time.Millisecond || s.set.Times != 1 {
				t.Errorf("set by %v, taken for %+v", by, s.set)
			}
			if now, _ := s.now(); time.Until(now.Add(-by)).Abs() > 1100*time.Millisecond {
				t.Errorf("set by %v it is %v", by, time.Until(now))
			}
		})
	}
}

// ago is an instant of that long ago.
func ago(d time.Duration) Instant {
	now := Moment()
	now.running = now.running.Add(-d)
	if now.boot != 0 {
		now.boot -= d
	}
	return now
}

// slept is an instant before the machine slept for so long.
func slept(d time.Duration) Instant {
	now := Moment()
	now.boot -= d
	return now
}

// An intent that has become too old is not acted on: not one byte of its request leaves.
func TestStaleIntents(t *testing.T) {
	tests := map[string]struct {
		intent Instant
		dial   time.Duration
		stale  bool
	}{
		"fresh":                             {intent: Moment()},
		"nine seconds old":                  {intent: ago(9 * time.Second)},
		"eleven seconds old":                {intent: ago(11 * time.Second), stale: true},
		"old by the time of the first byte": {intent: ago(9500 * time.Millisecond), dial: 700 * time.Millisecond, stale: true},
	}
	if Moment().boot != 0 {
		tests["the machine slept"] = struct {
			intent Instant
			dial   time.Duration
			stale  bool
		}{intent: slept(time.Minute), stale: true}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int32
			server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				_, _ = io.WriteString(w, `{"idMessage":"3EB0C767D097B7C7C030"}`)
			}))
			defer server.Close()
			c := client(t, server.URL, Options{})
			tr := c.transport.(*http.Transport)
			tr.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
			inner := tr.DialContext
			tr.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
				time.Sleep(tt.dial)
				return inner(ctx, network, addr)
			}
			_, err := c.SendIntended(t.Context(), theCard, tt.intent)
			var unsent *NotSentError
			var stale *StaleError
			if got := errors.As(err, &unsent) && errors.As(err, &stale); got != tt.stale || !tt.stale && err != nil {
				t.Errorf("it ended with %v", err)
			}
			if n := int(requests.Load()); n != map[bool]int{true: 0, false: 1}[tt.stale] {
				t.Errorf("the server had %d requests", n)
			}
		})
	}
}
