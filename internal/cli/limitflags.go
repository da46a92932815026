package cli

import (
	"strconv"
	"strings"
	"time"

	"contactcast/internal/job"
)

// limitFlags are the operator's own limits, by the day and the hour of the time zone TZ.
type limitFlags struct {
	DailyLimit     *int         `placeholder:"N" group:"Limits:" help:"Send at most N messages a calendar day from this account, all jobs together."`
	NewChatsPerDay job.NewChats `placeholder:"N" group:"Limits:" help:"Of them, at most N to chats that this account never wrote to. 20+10 warms a new number up: 20 on the account's first day, 10 more each day after."`
	Window         job.Hours    `placeholder:"HOURS" group:"Limits:" help:"Send only in these hours of the time zone TZ: 09:00-18:00, or 'mon-fri 09:00-18:00'."`
	Limit          *int         `placeholder:"N" group:"Limits:" help:"Send at most N rows in this run."`
	Wait           bool         `group:"Limits:" help:"At a daily limit or outside the hours, sleep until it can go on, instead of exiting with 5."`
}

func (f *limitFlags) limits() job.Limits {
	return job.Limits{Daily: value(f.DailyLimit), NewChats: f.NewChatsPerDay, Hours: f.Window}
}

func (f *limitFlags) validate() error {
	for _, n := range []*int{f.Limit, f.DailyLimit} {
		if n != nil && *n < 1 {
			return misused("cli/limits")
		}
	}
	return nil
}

// by says which limits hold, and by which clock; "" if none does.
func (f *limitFlags) by(a *app, now time.Time) string {
	var limits []string
	if hours := f.Window.String(); hours != "" {
		limits = append(limits, hours)
	}
	if n := value(f.DailyLimit); n > 0 {
		limits = append(limits, a.text("plan/daily-limit", "n", n))
	}
	if chats := f.NewChatsPerDay.String(); chats != "" {
		limits = append(limits, a.text("plan/new-chats", "chats", chats))
	}
	if len(limits) == 0 {
		return ""
	}
	return a.text("plan/limits", "zone", job.Zone(now), "limits", strings.Join(limits, ", "))
}

// value is a flag's number; 0 if it was not given.
func value(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// span is a duration that may be given in days, such as 30d.
type span time.Duration

func (s *span) UnmarshalText(text []byte) error {
	if days, ok := strings.CutSuffix(string(text), "d"); ok {
		n, err := strconv.Atoi(days)
		if err != nil || n < 0 || n > 36500 {
			return misused("cli/span", "given", string(text))
		}
		*s = span(time.Duration(n) * 24 * time.Hour)
		return nil
	}
	d, err := time.ParseDuration(string(text))
	if err != nil || d < 0 {
		return misused("cli/span", "given", string(text))
	}
	*s = span(d)
	return nil
}

// String is the form that UnmarshalText reads.
func (s span) String() string { return spanWord(time.Duration(s)) }
