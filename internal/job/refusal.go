package job

import "contactcast/internal/words"

// Refusal says why something was not done: nothing was sent, and nothing was changed.
type Refusal struct {
	Reason words.Fact
	Err    error // the cause, or nil
}

// Fact is the reason, with its cause.
func (e *Refusal) Fact() words.Fact { return e.Reason }

// Error is for programmers; whoever speaks to people makes its words from the fact.
func (e *Refusal) Error() string { return e.Reason.String() }

// Unwrap returns the cause.
func (e *Refusal) Unwrap() error { return e.Err }

// refuse is a refusal; pairs are the names and values of its places.
func refuse(code words.Code, pairs ...any) *Refusal {
	return &Refusal{Reason: words.New(code, pairs...)}
}

// refuseFor is a refusal that has a cause, which is a place of its sentence.
func refuseFor(err error, code words.Code, pairs ...any) *Refusal {
	return &Refusal{words.New(code, append(pairs, "cause", err)...), err}
}
