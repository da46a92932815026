package greenapi

import (
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// The API's types differ between its pages, its versions and its answers. These take what can be taken
// and never fail, so that one odd field does not cost a whole answer.

// text is a JSON string; null is "", any other value its JSON text.
type text string

// UnmarshalJSON never fails.
func (t *text) UnmarshalJSON(b []byte) error {
	var s string // stays "" for null
	if json.Unmarshal(b, &s) != nil {
		s = string(b)
	}
	*t = text(s)
	return nil
}

// whole is a non-negative whole number, as a JSON number or a string of digits; anything else is -1.
type whole int64

// UnmarshalJSON never fails.
func (n *whole) UnmarshalJSON(b []byte) error {
	var t text
	_ = t.UnmarshalJSON(b) // never fails
	*n = -1
	if i, err := strconv.ParseInt(string(t), 10, 64); err == nil && i >= 0 {
		*n = whole(i)
	} else if f, err := strconv.ParseFloat(string(t), 64); err == nil && f >= 0 && f < 1<<53 {
		*n = whole(math.Floor(f))
	}
	return nil
}

// unixTime is seconds since 1970, as a number or a string; anything else is the zero time.
type unixTime struct{ time.Time }

// UnmarshalJSON never fails.
func (u *unixTime) UnmarshalJSON(b []byte) error {
	var n whole
	_ = n.UnmarshalJSON(b) // never fails
	if n > 0 {
		u.Time = time.Unix(int64(n), 0)
	}
	return nil
}

// yes is true, "true" or "yes"; anything else is false.
type yes bool

// UnmarshalJSON never fails.
func (y *yes) UnmarshalJSON(b []byte) error {
	var t text
	_ = t.UnmarshalJSON(b) // never fails
	*y = t == "true" || t == "yes"
	return nil
}
