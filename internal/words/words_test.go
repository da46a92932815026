package words

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSentences(t *testing.T) {
	l := English()
	l.Entries = map[Code]Entry{
		"as-told":            l.Entries["as-told"],
		"status/accepted":    l.Entries["status/accepted"],
		"phone-length":       {Text: "the number has {digits} {digits|digit|digits}, not {least} to {most}"},
		"phone-length/short": {Text: "too short", Remedies: []Remedy{SayCountry}},
		"network":            {Text: "the API cannot be reached: {cause}"},
		"http":               {Text: "refused: {answer}"},
	}
	for _, c := range []struct {
		fact Fact
		want string
	}{
		{New("phone-length", "digits", 1, "least", 11, "most", 12), "the number has 1 digit, not 11 to 12"},
		{New("phone-length", "digits", 9, "least", 11, "most", 12), "the number has 9 digits, not 11 to 12"},
		{New("phone-length/short"), "too short"},
		{New("phone-length/other", "digits", 9, "least", 11, "most", 12), "the number has 9 digits, not 11 to 12"},
		{AsTold("bad request {data}"), "bad request {data}"},
		{New("new-to-us", "what", "x y"), `new-to-us what="x y"`},
		{New("network", "cause", New("phone-length/short")), "the API cannot be reached: too short"},
		{New("network", "cause", errors.New("no route")), "the API cannot be reached: no route"},
		{New("http-413", "answer", "too large"), "refused: too large"},
		{Accepted.Fact(), "in the account's queue; delivery is not known yet"},
		{Delivery("of 2030").Fact(), "delivery/of 2030"},
	} {
		if got := l.Sentence(c.fact); got != c.want {
			t.Errorf("%v: got %q, want %q", c.fact, got, c.want)
		}
	}
}

// What can be done about a cause can be done about what it brought about.
func TestRemediesOfCauses(t *testing.T) {
	l := Language{Entries: map[Code]Entry{
		"outer": {Text: "{why}", Remedies: []Remedy{GoOn}},
		"inner": {Text: "no country", Remedies: []Remedy{SayCountry, GoOn}},
	}}
	if got := l.Remedies(New("outer", "why", New("inner"))); !slices.Equal(got, []Remedy{GoOn, SayCountry}) {
		t.Errorf("got %v", got)
	}
}

// What is kept reads back as it was.
func TestFactsAreKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Fact{Code: Code(rapid.StringMatching(`[a-z]+(-[a-z]+)*(/[a-z]+)?`).Draw(t, "code"))}
		if args := rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "args"); len(args) > 0 {
			f.Args = args
			f.Facts = map[string]Fact{"why": {Code: "inner", Args: args}}
		}
		if got := Decode(f.Encode()); got.String() != f.String() {
			t.Fatalf("%v became %v", f, got)
		}
	})
}

// Texts of older ledgers are told as they stand.
func TestOldTexts(t *testing.T) {
	for _, text := range []string{"The run was killed while this request was on its way, so it may have been sent.", "{not json"} {
		if got := English().Sentence(Decode(text)); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
}

func TestEveryStatusHasItsMeaning(t *testing.T) {
	l := English()
	facts := map[string]Fact{}
	for _, s := range Statuses() {
		facts[string(s)] = s.Fact()
	}
	for _, d := range Deliveries() {
		facts[string(d)] = d.Fact()
	}
	for name, f := range facts {
		if strings.Contains(l.Sentence(f), name) && name != string(Pending) {
			t.Errorf("%s is explained by itself: %q", name, l.Sentence(f))
		}
		if _, ok := l.Entries[f.Code]; !ok {
			t.Errorf("%s has no entry", f.Code)
		}
	}
}

// A second language is a second value: Russian has three forms.
func TestPluralsGoThroughTheLanguage(t *testing.T) {
	russian := Language{Plural: func(n int) int {
		switch {
		case n%10 == 1 && n%100 != 11:
			return 0
		case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
			return 1
		}
		return 2
	}, Entries: map[Code]Entry{"rows": {Text: "{n} {n|строка|строки|строк}"}}}
	for n, want := range map[int]string{1: "1 строка", 3: "3 строки", 5: "5 строк", 11: "11 строк", 22: "22 строки"} {
		if got := russian.Sentence(New("rows", "n", n)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
