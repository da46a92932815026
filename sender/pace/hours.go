package pace

import (
	"fmt"
	"strings"
	"time"
)

// Hours are the hours of the day in which messages may be posted, by the clock of the
// times they are asked about. The zero value is all day.
type Hours struct {
	from, to int // minutes since midnight; from > to runs over midnight
	set      bool
}

// UnmarshalText reads "09:00-18:00", or "22:00-06:00" over midnight.
func (h *Hours) UnmarshalText(text []byte) error {
	from, to, ok := strings.Cut(string(text), "-")
	start, err1 := time.Parse("15:04", strings.TrimSpace(from))
	end, err2 := time.Parse("15:04", strings.TrimSpace(to))
	if !ok || err1 != nil || err2 != nil || start.Equal(end) {
		return fmt.Errorf("%q: want two different times of day, such as 09:00-18:00 or 22:00-06:00", text)
	}
	*h = Hours{from: minutes(start), to: minutes(end), set: true}
	return nil
}

// String is the form that UnmarshalText reads; "" for all day.
func (h Hours) String() string {
	if !h.set {
		return ""
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", h.from/60, h.from%60, h.to/60, h.to%60)
}

// Open tells whether messages may be posted at that time.
func (h Hours) Open(t time.Time) bool {
	m := minutes(t)
	switch {
	case !h.set:
		return true
	case h.from < h.to:
		return h.from <= m && m < h.to
	}
	return m >= h.from || m < h.to
}

// Opens returns the first time from t on at which messages may be posted.
func (h Hours) Opens(t time.Time) time.Time { return h.change(t, true) }

// Closes returns the first time from t on at which they may not; the zero time for all day.
func (h Hours) Closes(t time.Time) time.Time {
	if !h.set {
		return time.Time{}
	}
	return h.change(t, false)
}

// change finds the first minute that is open, or not. Clocks that are put forward or back
// make days of other lengths and skip or repeat minutes, so it walks rather than reckons.
func (h Hours) change(t time.Time, open bool) time.Time {
	if h.Open(t) == open {
		return t
	}
	t = t.Truncate(time.Minute)
	for range 3 * 24 * 60 {
		if t = t.Add(time.Minute); h.Open(t) == open {
			return t
		}
	}
	return t // not reached: every window opens and closes within two days
}

func minutes(t time.Time) int { return t.Hour()*60 + t.Minute() }
