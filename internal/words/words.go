// Package words is what a code means, said once: statuses, delivery statuses, and the
// sentence and the remedies of every reason that a row, a file or a run can have.
//
// Whoever finds something out returns a Fact, which holds a code and what its sentence
// names; whoever speaks to people asks a Language for the sentence, and renders its
// remedies in its own way: a command line as a command, a page as a control. Codes,
// statuses and the names of places are the same in every language.
package words

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Code names a sentence and is stable. What stands before a slash is what programs are told (a
// report's errorCode); what stands behind it only chooses among sentences.
type Code string

// ErrorCode is what programs are told: the code without its choice of a sentence.
func (c Code) ErrorCode() string {
	base, _, _ := strings.Cut(string(c), "/")
	return base
}

// Fact is something to tell people: a code, and what its sentence names. Its zero value says nothing.
type Fact struct {
	Code Code `json:"code"`
	// Args are the values of the sentence's places, by name; numbers in decimal.
	Args map[string]string `json:"args,omitempty"`
	// Facts are the places that hold a sentence of their own, such as a cause.
	Facts map[string]Fact `json:"facts,omitempty"`
}

// New returns a fact; pairs are the names and values of its places, in turn. A value that is a
// fact, or an error that has one, is told in its own sentence.
func New(code Code, pairs ...any) Fact {
	f := Fact{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.set(fmt.Sprint(pairs[i]), pairs[i+1])
	}
	return f
}

func (f *Fact) set(place string, value any) {
	switch v := value.(type) {
	case Fact:
		f.setFact(place, v)
	case error:
		f.setFact(place, Of(v))
	default:
		if f.Args == nil {
			f.Args = map[string]string{}
		}
		f.Args[place] = fmt.Sprint(v)
	}
}

func (f *Fact) setFact(place string, inner Fact) {
	if f.Facts == nil {
		f.Facts = map[string]Fact{}
	}
	f.Facts[place] = inner
}

// Of returns the fact that an error holds, or else its text as it stands.
func Of(err error) Fact {
	if known, ok := errors.AsType[interface {
		error
		Fact() Fact
	}](err); ok {
		return known.Fact()
	}
	return AsTold(err.Error())
}

// HTTP returns the fact of the code "http" with a status of HTTP in it: "http/silent" becomes "http-404/silent".
func (f Fact) HTTP(status int) Fact {
	f.Code = Code(fmt.Sprintf("http-%d", status)) + f.Code[len("http"):]
	return f
}

// ErrorCode is what programs are told of it.
func (f Fact) ErrorCode() string { return f.Code.ErrorCode() }

// Arg returns the value of a place, of the fact or of one in its places; "" if there is none.
func (f Fact) Arg(name string) string {
	if value, ok := f.Args[name]; ok {
		return value
	}
	for _, place := range slices.Sorted(maps.Keys(f.Facts)) {
		if value := f.Facts[place].Arg(name); value != "" {
			return value
		}
	}
	return ""
}

// String is the fact for programmers: its code, and its places by name.
func (f Fact) String() string {
	if text, ok := f.Args["text"]; ok && f.Code == asTold {
		return text
	}
	var b strings.Builder
	b.WriteString(string(f.Code))
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		fmt.Fprintf(&b, " %s=%q", name, f.Args[name])
	}
	for _, name := range slices.Sorted(maps.Keys(f.Facts)) {
		fmt.Fprintf(&b, " %s=(%s)", name, f.Facts[name])
	}
	return b.String()
}

// Encode returns the fact as it is kept: "" for none, the bare code if it names nothing, else JSON.
func (f Fact) Encode() string {
	if len(f.Args) == 0 && len(f.Facts) == 0 {
		return string(f.Code)
	}
	b, err := json.Marshal(f)
	if err != nil { // strings always marshal
		return string(f.Code)
	}
	return string(b)
}

// Decode reads what Encode returned. A text that is neither is told as it stands.
func Decode(text string) Fact {
	if !strings.HasPrefix(text, "{") {
		if strings.ContainsAny(text, " \n") {
			return AsTold(text)
		}
		return Fact{Code: Code(text)}
	}
	var f Fact
	if json.Unmarshal([]byte(text), &f) != nil || f.Code == "" {
		return AsTold(text)
	}
	return f
}

const asTold Code = "as-told"

// AsTold is a fact of which only the sentence is known: an older ledger's, or the API's own words.
func AsTold(text string) Fact { return New(asTold, "text", text) }

// Sentence returns what the fact means in a language: its entry's text with its places filled
// in. A code that the language does not know is returned as it is.
func (l Language) Sentence(f Fact) string {
	e, ok := l.entry(f.Code)
	if !ok {
		return f.String()
	}
	return l.fill(l.text(e), f)
}

// Remedies returns what can be done about the fact, and about those in its places, the likeliest first.
func (l Language) Remedies(f Fact) []Remedy {
	e, _ := l.entry(f.Code)
	var all []Remedy
	if !l.cli || e.CLI == "" { // else the sentence names the commands
		all = slices.Clone(e.Remedies)
	}
	for _, name := range slices.Sorted(maps.Keys(f.Facts)) {
		for _, r := range l.Remedies(f.Facts[name]) {
			if !slices.Contains(all, r) {
				all = append(all, r)
			}
		}
	}
	return all
}

// entry is a code's own, or else that of its part before the slash, or that of all statuses of HTTP.
func (l Language) entry(code Code) (Entry, bool) {
	base, kind, _ := strings.Cut(string(code), "/")
	names := []Code{code, Code(base)}
	if strings.HasPrefix(base, "http-") {
		names = append(names, Code("http/"+kind), "http")
	}
	for _, name := range names {
		if e, ok := l.Entries[name]; ok {
			return e, true
		}
	}
	return Entry{}, false
}

// fill replaces each place by what Entry.Text says of it.
func (l Language) fill(text string, f Fact) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		var inside string
		inside, text, _ = strings.Cut(rest, "}")
		p := placeOf(inside)
		inner, nested := f.Facts[p.name]
		n, _ := strconv.Atoi(f.Args[p.name])
		switch {
		case p.quoted:
			b.WriteString(strconv.Quote(f.Args[p.name]))
		case nested:
			b.WriteString(l.Sentence(inner))
		case p.number:
			b.WriteString(l.Number(n))
		case len(p.forms) > 0:
			b.WriteString(p.forms[min(l.Plural(n), len(p.forms)-1)])
		default:
			b.WriteString(f.Args[p.name])
		}
	}
}

// place is what stands between braces in a sentence.
type place struct {
	name           string
	quoted, number bool
	forms          []string
}

func placeOf(inside string) (p place) {
	name, forms, plural := strings.Cut(inside, "|")
	if plural {
		p.forms = strings.Split(forms, "|")
	}
	name, p.number = strings.CutPrefix(name, "#")
	if p.name = strings.Trim(name, `"`); p.name != name {
		p.quoted = true
	}
	return p
}

// Places returns the names of a text's places, in their order.
func Places(text string) []string {
	var names []string
	for {
		_, rest, ok := strings.Cut(text, "{")
		if !ok {
			return names
		}
		var inside string
		inside, text, _ = strings.Cut(rest, "}")
		names = append(names, placeOf(inside).name)
	}
}
