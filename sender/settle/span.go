package settle

import (
	"time"

	"contactcast/sender/greenapi"
)

// Span is when an attempt was made, by the API's clock: it started between Start and StartBy, and had ended by End.
type Span struct{ Start, StartBy, End time.Time }

// Moved puts a span of before the API's clock was set on the clock as it is since. What the account shows of the attempt
// may be dated by either, or by any between them, and so its start is an interval; its end, with which readings of now
// are compared, is not.
func (s Span) Moved(set greenapi.ClockSet) Span {
	return Span{Start: s.Start.Add(set.Least), StartBy: s.StartBy.Add(set.Most), End: s.End.Add(set.By)}
}
