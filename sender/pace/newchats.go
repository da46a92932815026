package pace

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// NewChats is how many chats an account may write to for the first time in a calendar day: a number,
// and for a new account how much that grows each day. The zero value is no limit.
type NewChats struct {
	First, More int
}

// UnmarshalText reads "20", or "20+10" for 20 on the account's first day and 10 more each day after.
func (n *NewChats) UnmarshalText(text []byte) error {
	first, more, grows := strings.Cut(string(text), "+")
	var parsed NewChats
	var err1, err2 error
	parsed.First, err1 = strconv.Atoi(first)
	if grows {
		parsed.More, err2 = strconv.Atoi(more)
	}
	if err1 != nil || err2 != nil || parsed.First < 1 || parsed.More < 0 || strings.ContainsAny(string(text), "-") || strings.HasPrefix(more, "+") {
		return settingError("setting/new-chats", string(text))
	}
	*n = parsed
	return nil
}

// String is the form that UnmarshalText reads; "" for no limit.
func (n NewChats) String() string {
	switch {
	case n.First <= 0:
		return ""
	case n.More == 0:
		return strconv.Itoa(n.First)
	}
	return fmt.Sprintf("%d+%d", n.First, n.More)
}

// maxGrown keeps a limit that grows for years from overflowing.
const maxGrown = 1 << 30

// On returns the limit of the calendar day that holds now, for an account whose first message
// was sent at that time, the zero time if it has sent none; 0 is no limit.
func (n NewChats) On(now, first time.Time) int {
	if n.First <= 0 || n.More <= 0 || first.IsZero() {
		return n.First
	}
	day := daysBetween(first.In(now.Location()), now)
	return n.First + min(max(0, day), maxGrown/n.More)*n.More
}

// daysBetween counts the midnights from one time to the other, whatever the days' lengths.
func daysBetween(from, to time.Time) int {
	y, m, d := from.Date()
	start := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	y, m, d = to.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(start) / (24 * time.Hour))
}
