package pace_test

import (
	"fmt"
	"time"

	"contactcast/sender/pace"
)

// Decisions are pure: the time, and what was sent, are arguments.
func ExampleLimits_Reached() {
	var limits pace.Limits
	limits.Daily = 200
	if err := limits.Hours.UnmarshalText([]byte("mon-fri 09:00-18:00")); err != nil {
		fmt.Println(err)
		return
	}
	friday := time.Date(2026, 1, 16, 12, 0, 0, 0, time.UTC)
	for _, sent := range []int{199, 200} {
		if stop := limits.Reached(friday, pace.Used{Messages: sent}, friday); stop != nil {
			fmt.Println(sent, stop.Reason.ErrorCode(), "until", stop.Until.Format("Monday 15:04"))
			continue
		}
		fmt.Println(sent, "goes on")
	}
	// Output:
	// 199 goes on
	// 200 daily-limit until Monday 09:00
}

// A rate is a number a second, minute or hour; without one, the account's own delay counts.
func ExampleRate_Interval() {
	slow, err := pace.ParseRate("30/m")
	if err != nil {
		fmt.Println(err)
		return
	}
	accountDelay := 500 * time.Millisecond
	fmt.Println(slow.Interval(accountDelay, false), pace.Rate{}.Interval(accountDelay, false))
	// Output: 2s 500ms
}
