package pace

import (
	"fmt"
	"strings"
	"time"
)

// Hours are the hours in which messages may be posted, of some days of the week or of all, by the clock of the
// times they are asked about. The zero value is always.
type Hours struct {
	from, to int // minutes since midnight; from > to runs over midnight
	days     days
	set      bool
}

// wholeDay is a day's length in minutes.
const wholeDay = 24 * 60

// UnmarshalText reads "09:00-18:00", or "22:00-06:00" over midnight, with the days on which these hours begin
// before them: "mon-fri 09:00-18:00", "sat,sun 10:00-24:00".
func (h *Hours) UnmarshalText(text []byte) error {
	words := strings.Fields(string(text))
	if len(words) == 0 || len(words) > 2 {
		return hoursError(text)
	}
	parsed := Hours{set: true}
	var ok bool
	if parsed.from, parsed.to, ok = parseHours(words[len(words)-1]); !ok {
		return hoursError(text)
	}
	if len(words) == 2 {
		if parsed.days, ok = parseDays(words[0]); !ok {
			return hoursError(text)
		}
	}
	*h = parsed
	return nil
}

func hoursError(text []byte) error {
	return settingError("setting/hours", string(text))
}

func parseHours(text string) (from, to int, ok bool) {
	first, second, ok := strings.Cut(text, "-")
	start, err1 := time.Parse("15:04", first)
	end, err2 := time.Parse("15:04", second)
	from, to = minutes(start), minutes(end)
	if second == "24:00" {
		to, err2 = wholeDay, nil
	}
	return from, to, ok && err1 == nil && err2 == nil && from != to
}

// String is the form that UnmarshalText reads; "" for always.
func (h Hours) String() string {
	if !h.set {
		return ""
	}
	text := fmt.Sprintf("%02d:%02d-%02d:%02d", h.from/60, h.from%60, h.to/60, h.to%60)
	if h.days == 0 {
		return text
	}
	return h.days.String() + " " + text
}

// Open reports whether messages may be posted at that time.
func (h Hours) Open(t time.Time) bool {
	m, today := minutes(t), t.Weekday()
	switch {
	case !h.set:
		return true
	case h.from < h.to:
		return h.from <= m && m < h.to && h.days.has(today)
	case m >= h.from:
		return h.days.has(today)
	}
	return m < h.to && h.days.has((today+6)%7) // begun yesterday
}

// Opens returns the first time from t on at which messages may be posted.
func (h Hours) Opens(t time.Time) time.Time { return h.change(t, true) }

// Closes returns the first time from t on at which they may not; the zero time if that never comes.
func (h Hours) Closes(t time.Time) time.Time {
	if !h.set {
		return time.Time{}
	}
	if closes := h.change(t, false); !h.Open(closes) {
		return closes
	}
	return time.Time{}
}

// change finds the first minute that is open, or not. Clocks that are put forward or back
// make days of other lengths and skip or repeat minutes, so it walks rather than reckons.
func (h Hours) change(t time.Time, open bool) time.Time {
	if h.Open(t) == open {
		return t
	}
	t = t.Truncate(time.Minute)
	for range 2 * 7 * wholeDay { // hours that a change of the clock skips come a week later
		if t = t.Add(time.Minute); h.Open(t) == open {
			return t
		}
	}
	return t // 00:00-24:00 every day never closes
}

func minutes(t time.Time) int { return t.Hour()*60 + t.Minute() }
