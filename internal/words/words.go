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
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Fact is something to tell people: a code, and what its sentence names. Its zero value says nothing.
type Fact struct {
	// Code is stable. What stands before a slash is what programs are told (a report's
	// errorCode); what stands behind it only chooses among sentences.
	Code string `json:"code"`
	// Args are the values of the sentence's places, by name; numbers in decimal.
	Args map[string]string `json:"args,omitempty"`
}

// New returns a fact; pairs are the names and values of its places, in turn.
func New(code string, pairs ...any) Fact {
	f := Fact{Code: code}
	if len(pairs) > 1 {
		f.Args = make(map[string]string, len(pairs)/2)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Args[fmt.Sprint(pairs[i])] = fmt.Sprint(pairs[i+1])
	}
	return f
}

// ErrorCode is what programs are told: the code without its choice of a sentence.
func (f Fact) ErrorCode() string {
	code, _, _ := strings.Cut(f.Code, "/")
	return code
}

// String is the fact for programmers: its code, and its places by name.
func (f Fact) String() string {
	var b strings.Builder
	b.WriteString(f.Code)
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		fmt.Fprintf(&b, " %s=%q", name, f.Args[name])
	}
	return b.String()
}

// Encode returns the fact as it is kept: "" for none, the bare code if it names nothing, else JSON.
func (f Fact) Encode() string {
	if len(f.Args) == 0 {
		return f.Code
	}
	b, err := json.Marshal(f)
	if err != nil { // strings always marshal
		return f.Code
	}
	return string(b)
}

// Decode reads what Encode returned. A text that is neither is told as it stands.
func Decode(text string) Fact {
	if !strings.HasPrefix(text, "{") {
		if strings.ContainsAny(text, " \n") {
			return AsTold(text)
		}
		return Fact{Code: text}
	}
	var f Fact
	if json.Unmarshal([]byte(text), &f) != nil || f.Code == "" {
		return AsTold(text)
	}
	return f
}

// AsTold is a fact of which only the sentence is known: an older ledger's, or the API's own words.
func AsTold(text string) Fact { return New("as-told", "text", text) }

// Sentence returns what the fact means in a language: its entry's text with its places filled
// in. A code that the language does not know is returned as it is.
func (l Language) Sentence(f Fact) string {
	e, ok := l.entry(f.Code)
	if !ok {
		return f.String()
	}
	return l.fill(e.Text, f.Args)
}

// Remedies returns what can be done about the fact, the likeliest first.
func (l Language) Remedies(f Fact) []Remedy {
	e, _ := l.entry(f.Code)
	return e.Remedies
}

// entry is a code's own, or else that of its part before the slash.
func (l Language) entry(code string) (Entry, bool) {
	e, ok := l.Entries[code]
	if !ok {
		code, _, _ = strings.Cut(code, "/")
		e, ok = l.Entries[code]
	}
	return e, ok
}

// fill replaces {name} by its value, and {name|one|many} by the form that the language has for that number.
func (l Language) fill(text string, args map[string]string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		var place string
		place, text, _ = strings.Cut(rest, "}")
		name, forms, plural := strings.Cut(place, "|")
		if !plural {
			b.WriteString(args[name])
			continue
		}
		n, _ := strconv.Atoi(args[name])
		list := strings.Split(forms, "|")
		b.WriteString(list[min(l.Plural(n), len(list)-1)])
	}
}

// Places returns the names of a text's places, in their order.
func Places(text string) []string {
	var names []string
	for {
		_, rest, ok := strings.Cut(text, "{")
		if !ok {
			return names
		}
		var place string
		place, text, _ = strings.Cut(rest, "}")
		name, _, _ := strings.Cut(place, "|")
		names = append(names, name)
	}
}
