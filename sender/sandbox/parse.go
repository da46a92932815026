package sandbox

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// ParseFaults reads faults from text, for a flag or a test. They are separated by commas:
//
//	[METHOD:]WHEN:WHAT[=HOWOFTEN][@CHAT]
//
//	METHOD    a method's name, * for all; sendContact if left out
//	WHEN      before      the request has no effect
//	          after       it had its effect
//	          late(30s)   it has its effect 30 s after the answer (sendContact only)
//	WHAT      502         an answer with this status, 200 to 599, and its usual body
//	          502(text)   ... and this body, without brackets and commas
//	          429(2s)     429 or 503 and this Retry-After, in whole seconds
//	          drop        the connection is closed without an answer
//	          hang        no answer until the client gives up
//	          malformed   200 with cut-off JSON
//	          empty       200 without a body
//	          unauthorized200   200 with {"code":401,"description":"Unauthorized"}
//	          signin      200 with the sign-in page of a network
//	          marked      the right answer, with a byte order mark before it (after only)
//	          undated     the right answer, without a Date (after only)
//	          clock(12m)  the right answer, by a clock that is 12 minutes ahead from then on, or behind (-3h) or right
//	                      again (0s) (after only)
//	HOWOFTEN  3%          by chance
//	          every10     on the 10th, 20th... request for the method
//	          #3+7+20-29  on the requests with these numbers, from 1
//	CHAT      only for chat ids that contain this text
//
// An example: before:502=3%,after:drop=2%,late(30s):504=1%,after:hang=#17,getSettings:before:429(2s)=#1
func ParseFaults(text string) ([]Fault, error) {
	var faults []Fault
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		if item == "" {
			continue
		}
		f, err := parseFault(item)
		if err != nil {
			return nil, fmt.Errorf("fault %q: %w", item, err)
		}
		faults = append(faults, f)
	}
	return faults, nil
}

func parseFault(item string) (f Fault, err error) {
	head, chat, hasChat := strings.Cut(item, "@")
	if hasChat && chat == "" {
		return f, fmt.Errorf("after @ a part of a chat id is expected")
	}
	f.Chat = chat
	head, howOften, hasHow := strings.Cut(head, "=")
	parts := strings.Split(head, ":")
	if len(parts) == 3 {
		if f.Method, parts = parts[0], parts[1:]; f.Method != "*" && methods[f.Method].verb == "" {
			return f, fmt.Errorf("unknown method %q", f.Method)
		}
	}
	if len(parts) != 2 {
		return f, fmt.Errorf("expected [METHOD:]WHEN:WHAT, such as before:502")
	}
	if err = f.parseWhen(parts[0]); err == nil {
		err = f.parseWhat(parts[1])
	}
	if err == nil && hasHow {
		err = f.parseHowOften(howOften)
	}
	return f, err
}

func (f *Fault) parseWhen(text string) error {
	word, argument, err := cutArgument(text)
	switch {
	case err != nil:
		return err
	case word == "before" && argument == "":
		f.When = Before
	case word == "after" && argument == "":
		f.When = After
	case word == "late" && (f.Method == "" || f.Method == "sendContact"):
		f.When = After
		if f.Late, err = time.ParseDuration(argument); err != nil || f.Late <= 0 {
			return fmt.Errorf("late wants a duration, such as late(30s)")
		}
	default:
		return fmt.Errorf("%q is not one of before, after and, for sendContact, late(30s)", text)
	}
	return nil
}

func (f *Fault) parseWhat(text string) error {
	word, argument, err := cutArgument(text)
	if err != nil {
		return err
	}
	kinds := map[string]Kind{
		"drop": Drop, "hang": Hang, "malformed": Malformed, "empty": Empty, "unauthorized200": ErrorIn200,
		"signin": SignIn, "marked": Marked, "undated": Undated,
	}
	if kind, ok := kinds[word]; ok && argument == "" {
		f.Kind = kind
		return nil
	}
	if word == "clock" {
		f.Kind = ClockSet
		if f.Ahead, err = time.ParseDuration(argument); err != nil {
			return fmt.Errorf("clock wants how far it is ahead, such as clock(12m)")
		}
		return nil
	}
	if f.Status, err = strconv.Atoi(word); err != nil || f.Status < 200 || f.Status > 599 {
		return fmt.Errorf("%q is neither a status nor drop, hang, malformed, empty, unauthorized200, signin, marked, undated or clock(12m)", text)
	}
	busy := f.Status == http.StatusTooManyRequests
	if argument == "" || !busy && f.Status != http.StatusServiceUnavailable {
		f.Body = argument
		return nil
	}
	switch f.RetryAfter, err = time.ParseDuration(argument); {
	case err == nil && f.RetryAfter >= time.Second:
		return nil
	case busy:
		return fmt.Errorf("429 wants whole seconds, such as 429(2s)")
	}
	f.Body, f.RetryAfter = argument, 0
	return nil
}

func (f *Fault) parseHowOften(text string) (err error) {
	if number, ok := strings.CutSuffix(text, "%"); ok {
		f.Probability, err = strconv.ParseFloat(number, 64)
		if f.Probability /= 100; err == nil && f.Probability > 0 && f.Probability <= 1 {
			return nil
		}
	}
	if number, ok := strings.CutPrefix(text, "every"); ok {
		if f.Every, err = strconv.Atoi(number); err == nil && f.Every > 0 {
			return nil
		}
	}
	if list, ok := strings.CutPrefix(text, "#"); ok {
		if f.Numbers, err = parseRanges(list); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%q is none of 3%%, every10 and #3+7+20-29", text)
}

func parseRanges(list string) (ranges []Range, err error) {
	for part := range strings.SplitSeq(list, "+") {
		from, to, isRange := strings.Cut(part, "-")
		if !isRange {
			to = from
		}
		var r Range
		if r.From, err = strconv.Atoi(from); err != nil {
			return nil, err
		}
		if r.To, err = strconv.Atoi(to); err != nil {
			return nil, err
		}
		if r.From < 1 || r.To < r.From {
			return nil, fmt.Errorf("no range: %s", part)
		}
		ranges = append(ranges, r)
	}
	return ranges, nil
}

// cutArgument takes word(argument) apart.
func cutArgument(text string) (word, argument string, err error) {
	word, rest, has := strings.Cut(text, "(")
	if !has {
		return word, "", nil
	}
	argument, closed := strings.CutSuffix(rest, ")")
	if !closed || argument == "" {
		return "", "", fmt.Errorf("%q lacks what stands between ( and )", text)
	}
	return word, argument, nil
}
