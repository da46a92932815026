// Package pace decides when the next message may be posted. Its decisions are pure:
// the time, and what was seen of the account, are arguments.
package pace

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Rate is how fast messages are posted: the zero value is "auto", the account's own delay.
type Rate struct {
	// Every is the time from one message to the next; 0 with Max unset is auto.
	Every time.Duration
	// Max lifts all pacing of ours.
	Max bool
}

// ParseRate reads "auto", "max", or a number a second, minute or hour: "2/s", "30/m", "500/h".
func ParseRate(text string) (Rate, error) {
	switch text {
	case "", "auto":
		return Rate{}, nil
	case "max":
		return Rate{Max: true}, nil
	}
	units := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}
	number, unit, _ := strings.Cut(text, "/")
	n, err := strconv.ParseFloat(number, 64)
	per, ok := units[unit]
	if every := float64(per) / n; err == nil && ok && n > 0 && every >= 1 && every <= math.MaxInt64/2 {
		return Rate{Every: time.Duration(every)}, nil
	}
	return Rate{}, settingError("setting/rate", text)
}

// UnmarshalText reads what ParseRate reads.
func (r *Rate) UnmarshalText(text []byte) (err error) {
	*r, err = ParseRate(string(text))
	return err
}

// String is a form that ParseRate reads.
func (r Rate) String() string {
	switch {
	case r.Max:
		return "max"
	case r.Every <= 0:
		return "auto"
	}
	for _, unit := range []struct {
		name string
		per  time.Duration
	}{{"s", time.Second}, {"m", time.Minute}, {"h", time.Hour}} {
		// 30 a minute is every 2 s, 7 a minute every 8.571428571 s: the number is what was meant.
		n := math.Round(float64(unit.per) / float64(r.Every))
		if n >= 1 && time.Duration(float64(unit.per)/n) == r.Every {
			return fmt.Sprintf("%.0f/%s", n, unit.name)
		}
	}
	return strconv.FormatFloat(float64(time.Hour)/float64(r.Every), 'f', -1, 64) + "/h"
}

const (
	// minDelay is the documented minimum of delaySendMessagesMilliseconds.
	// https://green-api.com/en/docs/api/send-messages-delay/
	minDelay = 500 * time.Millisecond
	// Ceiling is how many requests a second any host but loopback gets: one below the documented limit.
	// https://green-api.com/en/docs/api/ratelimiter/
	Ceiling = 49
)

// Interval returns the time from one message to the next for an account whose queue lets
// one leave each delay; 0 is no pacing. Any host but loopback is held to the Ceiling.
func (r Rate) Interval(delay time.Duration, loopback bool) time.Duration {
	switch {
	case r.Max:
		delay = 0
	case r.Every > 0:
		delay = r.Every
	case !loopback:
		delay = max(delay, minDelay)
	}
	if loopback {
		return delay
	}
	return max(delay, time.Second/Ceiling)
}
