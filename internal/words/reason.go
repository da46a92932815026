package words

// Reason is why a row did not end as it should, for a reader who has never seen this program: its
// status with an error code, or what became of an accepted message.
type Reason struct {
	Status Status
	// Code is the error code, or of an accepted row the delivery status.
	Code string
	// Field is the offending field of an invalid row, or "".
	Field string
}

// NeedsPerson reports whether somebody has to do something about it. Pending rows are sent by
// the next run, skipped rows are left out on purpose, and what is in flight ends by itself.
func (r Reason) NeedsPerson() bool {
	return r.Status != Pending && r.Status != Skipped && r.Code != "in-flight"
}

// Heading is what stands above rows with the reason, and is true of all of them whatever their own sentences say.
func (l Language) Heading(r Reason) string { return l.Sentence(Fact{Code: l.most("heading/", r)}) }

// Advice says what a person can do about the reason, in words and not in commands; "" where there is
// nothing to do, or where each row's own sentence says it.
func (l Language) Advice(r Reason) string { return l.Sentence(Fact{Code: l.most("advice/", r)}) }

// most is the most particular code that there is for a reason; "" if there is none.
func (l Language) most(kind Code, r Reason) Code {
	for _, name := range []string{r.Code + "-" + r.Field, r.Code, string(r.Status)} {
		if code := kind + Code(name); l.Has(code) {
			return code
		}
	}
	return ""
}
