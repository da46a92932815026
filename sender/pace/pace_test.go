package pace

import (
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"pgregory.net/rapid"
)

func TestParseRate(t *testing.T) {
	tests := map[string]Rate{
		"": {}, "auto": {}, "max": {Max: true},
		"2/s": {Every: 500 * time.Millisecond}, "30/m": {Every: 2 * time.Second}, "500/h": {Every: 7200 * time.Millisecond},
		"0.5/s": {Every: 2 * time.Second},
	}
	for text, want := range tests {
		if got, err := ParseRate(text); err != nil || got != want {
			t.Errorf("%q: got %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"2", "2/d", "0/s", "-1/s", "x/s", "2/s/s", "NaN/s", "Inf/s", "1e300/s", "1e-300/h"} {
		if got, err := ParseRate(text); err == nil {
			t.Errorf("%q: got %v, want an error", text, got)
		}
	}
}

func TestInterval(t *testing.T) {
	tests := []struct {
		name     string
		rate     Rate
		delay    time.Duration
		loopback bool
		want     time.Duration
	}{
		{"auto follows the account", Rate{}, 3 * time.Second, false, 3 * time.Second},
		{"auto keeps the documented minimum", Rate{}, 100 * time.Millisecond, false, 500 * time.Millisecond},
		{"auto trusts this machine", Rate{}, 100 * time.Millisecond, true, 100 * time.Millisecond},
		{"auto without a queue", Rate{}, 0, true, 0},
		{"explicit", Rate{Every: 2 * time.Second}, 500 * time.Millisecond, false, 2 * time.Second},
		{"explicit above the ceiling", Rate{Every: time.Millisecond}, 500 * time.Millisecond, false, time.Second / 49},
		{"max below the ceiling", Rate{Max: true}, 500 * time.Millisecond, false, time.Second / 49},
		{"max on this machine", Rate{Max: true}, 500 * time.Millisecond, true, 0},
	}
	for _, tt := range tests {
		if got := tt.rate.Interval(tt.delay, tt.loopback); got != tt.want {
			t.Errorf("%s: one every %s, want %s", tt.name, got, tt.want)
		}
	}
}

// No sliding second ever holds more than the window's size.
func TestRecent(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.IntRange(1, 10).Draw(rt, "size")
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		r, posts := NewRecent(size), []time.Time{}
		for range 100 {
			now = now.Add(time.Duration(rapid.IntRange(0, 300).Draw(rt, "ms")) * time.Millisecond)
			if wait := r.Wait(now); wait > 0 {
				now = now.Add(wait)
				if r.Wait(now) > 0 {
					rt.Fatal("it waits again after the wait")
				}
			}
			posts = append(posts, now)
		}
		for i := size; i < len(posts); i++ {
			if posts[i].Sub(posts[i-size]) < time.Second {
				rt.Fatalf("%d posts within %s", size+1, posts[i].Sub(posts[i-size]))
			}
		}
	})
}

func hours(t *testing.T, text string) Hours {
	t.Helper()
	var h Hours
	if err := h.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHours(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, clock string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, berlin)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	const winter, spring, autumn = "2026-01-15", "2026-03-29", "2026-10-25" // the clock goes forward, and back, at night
	tests := []struct {
		window, day, clock string
		open               bool
		opens              time.Time
	}{
		{"09:00-18:00", winter, "08:59", false, at(winter, "09:00")},
		{"09:00-18:00", winter, "09:00", true, at(winter, "09:00")},
		{"09:00-18:00", winter, "17:59", true, at(winter, "17:59")},
		{"09:00-18:00", winter, "18:00", false, at("2026-01-16", "09:00")},
		{"22:00-06:00", winter, "23:30", true, at(winter, "23:30")},
		{"22:00-06:00", winter, "05:59", true, at(winter, "05:59")},
		{"22:00-06:00", winter, "12:00", false, at(winter, "22:00")},
		{"09:00-18:00", spring, "00:30", false, at(spring, "09:00")},
		{"02:15-02:45", spring, "01:00", false, at("2026-03-30", "02:15")}, // these minutes do not exist that night
		{"09:00-18:00", autumn, "00:30", false, at(autumn, "09:00")},
		{"mon-fri 09:00-18:00", winter, "12:00", true, at(winter, "12:00")}, // a Thursday
		{"mon-fri 09:00-18:00", "2026-01-16", "18:00", false, at("2026-01-19", "09:00")},
		{"mon-fri 09:00-18:00", "2026-01-17", "12:00", false, at("2026-01-19", "09:00")},
		{"thu 09:00-18:00", winter, "18:00", false, at("2026-01-22", "09:00")},
		{"sat-mon 10:00-24:00", "2026-01-18", "23:59", true, at("2026-01-18", "23:59")},
		{"SAT,sun 10:00-24:00", "2026-01-19", "00:00", false, at("2026-01-24", "10:00")},
		{"fri 22:00-06:00", "2026-01-17", "05:59", true, at("2026-01-17", "05:59")}, // Friday's night ends on Saturday
		{"fri 22:00-06:00", "2026-01-16", "05:59", false, at("2026-01-16", "22:00")},
		{"sun 02:15-02:45", spring, "01:00", false, at("2026-04-05", "02:15")},
		{"mon-fri 00:00-24:00", "2026-01-16", "23:59", true, at("2026-01-16", "23:59")},
	}
	for _, tt := range tests {
		h, now := hours(t, tt.window), at(tt.day, tt.clock)
		if got := h.Open(now); got != tt.open {
			t.Errorf("%s at %s: open %v, want %v", tt.window, now, got, tt.open)
		}
		if got := h.Opens(now); !got.Equal(tt.opens) {
			t.Errorf("%s at %s: opens %s, want %s", tt.window, now, got, tt.opens)
		}
		if closes := h.Closes(now); h.Open(closes) || closes.Before(now) {
			t.Errorf("%s at %s: closes %s", tt.window, now, closes)
		}
	}
	if closes := hours(t, "00:00-24:00").Closes(at(winter, "12:00")); !closes.IsZero() {
		t.Errorf("the whole day of every day ends at %s", closes)
	}
	for _, text := range []string{"", "9-18", "09:00", "09:00-09:00", "25:00-26:00", "09:00-18:00-19:00", "24:00-09:00", "mon-fri",
		"mon-fry 09:00-18:00", "mon- 09:00-18:00", ", 09:00-18:00", "09:00-18:00 mon", "mon fri 09:00-18:00", "montag 09:00-18:00"} {
		var h Hours
		if err := h.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken for %s", text, h)
		}
	}
	if !(Hours{}).Open(at(winter, "03:00")) || !(Hours{}).Closes(at(winter, "03:00")).IsZero() {
		t.Error("without hours it is not always open")
	}
}

func TestLimits(t *testing.T) {
	noon := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		limits Limits
		used   Used
		queued time.Duration
		code   string
		until  time.Time
	}{
		{"none", Limits{}, Used{Messages: 1e6}, 0, "", time.Time{}},
		{"below", Limits{Daily: 10}, Used{Messages: 9}, 0, "", time.Time{}},
		{"reached", Limits{Daily: 10}, Used{Messages: 10}, 0, "daily-limit", time.Date(2026, 1, 16, 0, 0, 0, 0, time.UTC)},
		{"reached, with hours", Limits{Daily: 10, Hours: hours(t, "09:00-18:00")}, Used{Messages: 10}, 0, "daily-limit", time.Date(2026, 1, 16, 9, 0, 0, 0, time.UTC)},
		{"outside the hours", Limits{Hours: hours(t, "13:00-18:00")}, Used{}, 0, "window", noon.Add(time.Hour)},
		{"the queue drains in time", Limits{Hours: hours(t, "09:00-13:00")}, Used{}, 59 * time.Minute, "", time.Time{}},
		{"the queue drains too late", Limits{Hours: hours(t, "09:00-13:00")}, Used{}, 61 * time.Minute, "window", time.Date(2026, 1, 16, 9, 0, 0, 0, time.UTC)},
	}
	for _, tt := range tests {
		stop := tt.limits.Reached(noon, tt.used, noon.Add(tt.queued))
		code, until := "", time.Time{}
		if stop != nil {
			code, until = stop.Reason.ErrorCode(), stop.Until
		}
		if code != tt.code || !until.Equal(tt.until) {
			t.Errorf("%s: stop %q until %s, want %q until %s", tt.name, code, until, tt.code, tt.until)
		}
	}
}

func TestBacklog(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	b := Backlog{Delay: 500 * time.Millisecond, ReadAt: start}
	for b.Posted = 0; !b.Full(); b.Posted++ {
		if b.Posted > 1000 {
			t.Fatal("never full")
		}
	}
	if b.Posted != 400 {
		t.Errorf("full at %d, want 400", b.Posted)
	}
	slow := Backlog{Delay: 30 * time.Second, ReadAt: start, Posted: 120}
	if !slow.Full() {
		t.Error("an hour's drain is not full")
	}
	if none := (Backlog{Posted: 1e6}); none.Full() || none.Estimate(start) != 0 {
		t.Error("an account without a queue has one")
	}
	b.Read(start.Add(time.Minute), 390) // 400 posted, 10 gone in a minute
	if got := b.Drain(); got != 6*time.Second {
		t.Errorf("the drain is %s, want 6s", got)
	}
	b.Read(start.Add(2*time.Minute), 500) // others fill it: that says nothing about its drain
	if got := b.Drain(); got != 6*time.Second {
		t.Errorf("the drain is %s, want 6s still", got)
	}
	b.Read(start.Add(3*time.Minute), 0)
	if got := b.Drain(); got != b.Delay {
		t.Errorf("the drain of an empty queue is %s", got)
	}
}

func TestDays(t *testing.T) {
	for text, want := range map[string]string{
		"mon-fri 09:00-18:00": "", "sat,sun 10:00-24:00": "", "22:00-06:00": "",
		"MON,tue,wed 9:00-18:00": "mon-wed 09:00-18:00", "fri-mon 09:00-18:00": "mon,fri-sun 09:00-18:00", "wed-wed 09:00-18:00": "wed 09:00-18:00",
	} {
		if want == "" {
			want = text
		}
		if got := hours(t, text).String(); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestNewChats(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	first := time.Date(2026, 3, 27, 23, 30, 0, 0, time.UTC) // the 28th in Berlin, a day before its clocks go forward
	at := func(day int) time.Time { return time.Date(2026, 3, day, 0, 5, 0, 0, berlin) }
	tests := []struct {
		text       string
		now, first time.Time
		want       int
	}{
		{"20", at(31), first, 20},
		{"20+10", at(28), time.Time{}, 20},
		{"20+10", at(28), first, 20},
		{"20+10", at(29), first, 30},
		{"20+10", at(30), first, 40},
		{"20+10", at(27), first, 20}, // a clock that was put back
		{"20+0", at(31), first, 20},
		{"1+2000000000", at(31), first, 1},
	}
	for _, tt := range tests {
		var n NewChats
		if err := n.UnmarshalText([]byte(tt.text)); err != nil {
			t.Fatal(err)
		}
		if got := n.On(tt.now, tt.first); got != tt.want {
			t.Errorf("%s on %s: %d, want %d", tt.text, tt.now, got, tt.want)
		}
	}
	for _, text := range []string{"", "0", "-5", "+10", "20+", "20+-1", "20++1", "20+10+5", "many", "0+10"} {
		var n NewChats
		if err := n.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken for %v", text, n)
		}
	}
	if got := (NewChats{First: 20, More: 10}).String(); got != "20+10" {
		t.Error(got)
	}
}

func TestZone(t *testing.T) {
	now := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for want, at := range map[string]time.Time{
		"UTC": now, "Europe/Berlin": now.In(berlin), "X": now.In(time.FixedZone("X", 3600)), "UTC+03:00": now.In(time.FixedZone("", 3*3600)),
	} {
		if got := Zone(at); got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
}
