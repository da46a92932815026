package cli

import (
	"github.com/alecthomas/kong"

	"contactcast/internal/job"
)

// adoption is the flag --adopt, which may have the word none behind it.
type adoption job.Adoption

// Decode reads it.
func (a *adoption) Decode(ctx *kong.DecodeContext) error {
	*a = adoption(job.AdoptAll)
	next := ctx.Scan.Peek()
	attached := next.Type == kong.FlagValueToken
	if !attached && next.String() != string(job.AdoptNone) {
		return nil
	}
	*a = adoption(ctx.Scan.Pop().String())
	if got := job.Adoption(*a); got != job.AdoptAll && got != job.AdoptNone {
		return misused("cli/adopt", "given", string(*a))
	}
	return nil
}

// IsBool has kong take the flag without a value.
func (adoption) IsBool() bool { return true }

// words are what stands behind the flag on a command line.
func (a adoption) words() []string {
	if job.Adoption(a) == job.AdoptNone {
		return []string{string(a)}
	}
	return nil
}
