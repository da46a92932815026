package report

import (
	"fmt"
	"strings"
	"testing"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

func TestPage(t *testing.T) {
	text := readText(t, write(t, "r.html", everyStatus()))
	for _, want := range []string{
		"There is no WhatsApp account under the number</h3> <span class=\"count\">· 1 row<", "It is not certain whether the card was sent</h3>",
		"The service refused the card</h3>", "The number on the card is unusually long or short</h3>",
		"<bdi>&#43;79000000003</bdi> · <bdi>Clara</bdi>", "<bdi>phone: 790000000</bdi> · <bdi>name: Борис</bdi>", "the number has 9 digits", "2 cards accepted from",
		"1</b><small>50 % of the 2 cards whose fate is known",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	people, rest, _ := strings.Cut(text, "Rows that need nobody")
	for _, heading := range []string{"An earlier row has the same card", "The hours for sending were over"} {
		if !strings.Contains(rest, heading) || strings.Contains(people, heading) {
			t.Errorf("%s is not among what needs nobody", heading)
		}
	}
	for _, trace := range []string{"<script", "http://", "https://", "url(", "@import", "ZgotmplZ"} {
		if strings.Contains(text, trace) {
			t.Errorf("the page has %s", trace)
		}
	}
}

// TestPageInOrder: what arrived comes first, then what was accepted, then who is needed.
func TestPageInOrder(t *testing.T) {
	text := readText(t, write(t, "r.html", everyStatus()))
	last := 0
	for _, part := range []string{">Arrived<", ">Accepted<", ">Need a person<", "What became of the rows", "Rows that need a person", "About this report"} {
		at := strings.Index(text, part)
		if at < last {
			t.Errorf("%s stands at %d, before what should stand above it", part, at)
		}
		last = at
	}
}

// TestPageIsFitForAClient: no code of the program's, no command, no folder of this machine.
func TestPageIsFitForAClient(t *testing.T) {
	r := everyStatus()
	var lines []ledger.Line
	for l, err := range r.Lines() {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, l)
	}
	for _, code := range codes() {
		for _, s := range ledger.Statuses() {
			lines = append(lines, ledger.Line{Row: len(lines) + 3, Status: s, ErrorCode: code, Column: "B",
				Reason: words.AsTold("the country code is missing: write it with +, or add --region RU; or: contactcast resolve spring --resend unknown")})
		}
		lines = append(lines, ledger.Line{Row: len(lines) + 3, Status: ledger.Accepted, Delivery: code})
	}
	r.Counts, r.Lines = count(lines), each(lines)
	r.Job.Stop = words.AsTold("the ledger /home/anna/ledger.db cannot be written")
	text := readText(t, write(t, "r.html", r))
	_, body, _ := strings.Cut(text, "<body>")
	for _, unfit := range append(codes(), "--", "contactcast ", "/lists", "/home", "1101000001", "sendContact", "idMessage") {
		if strings.ToLower(unfit) == unfit && !strings.ContainsAny(unfit, "-/ 0") {
			continue // an English word, too
		}
		if strings.Contains(body, unfit) {
			t.Errorf("the page says %q", unfit)
		}
	}
}

// codes are those that the other packages give out.
func codes() []string {
	return []string{
		"missing", "invalid-phone", "phone-length", "ambiguous-phone", "precision-lost", "cell-error", "formula-no-value", "invalid-chat-id", "bad-row",
		"no-answer", "http-502", "http-400", "in-flight", "unrecorded", "duplicate", "excluded", "opted-out", "already-sent", "cooldown", "changed", "example",
		"noAccount", "notInGroup", "failed", "yellowCard", "suspended", "expired",
		"limit", "daily-limit", "new-chats", "window", "network", "no-answers", "quota", "instance-state", "refused", "doubt", "interrupted", "http-401",
	}
}

func TestPageOfSuccess(t *testing.T) {
	r := everyStatus()
	lines := []ledger.Line{{Row: 2, Status: ledger.Accepted, AcceptedAt: noon}}
	r.Counts, r.Lines = count(lines), each(lines)
	if text := readText(t, write(t, "r.html", r)); !strings.Contains(text, "Nobody has to do anything.") {
		t.Error("the page does not say that nobody is needed")
	}
}

// TestLongPage: beyond the limits rows are counted, and said to be elsewhere.
func TestLongPage(t *testing.T) {
	var lines []ledger.Line
	for code := range 8 {
		for i := range 600 {
			lines = append(lines, ledger.Line{
				Row: len(lines) + 2, Status: ledger.Invalid, ErrorCode: codes()[code], Reason: words.AsTold(fmt.Sprintf("%d-%d", code, i)),
			})
		}
	}
	r := everyStatus()
	r.Job.Name = "Anna's list"
	r.Counts, r.Lines = count(lines), each(lines)
	text := readText(t, write(t, "r.html", r))
	if got := strings.Count(text, `<tr><td class="n">`); got != maxShown {
		t.Errorf("%d rows are shown", got)
	}
	for _, want := range []string{
		"It is not clear which number is meant</h3> <span class=\"count\">· 600 rows", ">100 more rows are not shown here", ">600 more rows are not shown here",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// TestEveryCodeHasAHeading: one of its own where the code says more than its status.
func TestEveryCodeHasAHeading(t *testing.T) {
	in := words.English()
	for _, code := range codes() {
		if !in.Has(words.Code("heading/"+code)) && !strings.HasPrefix(code, "http-") && code != "no-answer" {
			t.Errorf("%s has no heading", code)
		}
	}
	for _, s := range words.Statuses() {
		if s == words.Accepted {
			continue
		}
		r := words.Reason{Status: s, Code: "new-to-us"}
		if in.Heading(r) == "" || in.Advice(r) == "" && s != words.Skipped {
			t.Errorf("%s: %q, %q", s, in.Heading(r), in.Advice(r))
		}
	}
	for _, delivery := range words.Deliveries() {
		r, ok := reasonOf(ledger.Line{Status: words.Accepted, Delivery: string(delivery)})
		if ok != delivery.Undelivered() || ok && (!r.NeedsPerson() || in.Advice(r.Reason) == "") {
			t.Errorf("%s: %v", delivery, r)
		}
	}
	for code, e := range in.Entries {
		kind, _, _ := strings.Cut(string(code), "/")
		if kind == "heading" && strings.HasSuffix(e.Text, ".") || kind == "advice" && !strings.HasSuffix(e.Text, ".") {
			t.Errorf("%s: %s", code, e.Text)
		}
	}
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"there is more than one number here: leave one":                                              "there is more than one number here: leave one",
		"the country code is missing: write it with + and the country code, or add --region for all": "the country code is missing: write it with + and the country code",
		"it has 9 digits: to send it all the same, add --phone-digits 9-12":                          "it has 9 digits",
		"--phone-digits allows 11 to 12 digits, this one has 9":                                      "",
		"Refused. To send it again: contactcast resolve list --resend rejected":                      "Refused",
		"sendContact: HTTP 400 Bad Request: bad request data":                                        "bad request data",
		"sendContact: HTTP 413 Request Entity Too Large":                                             "",
		"": "",
	} {
		if got := told(words.English(), ledger.Line{Status: ledger.Invalid, Reason: words.AsTold(text)}); got != want {
			t.Errorf("%q is %q, not %q", text, got, want)
		}
	}
}

func TestShare(t *testing.T) {
	for want, of := range map[string][2]int{
		"0 %": {0, 0}, "100 %": {7, 7}, "under 1 %": {1, 1000}, "over 99 %": {999, 1000}, "50 %": {1, 2}, "1 %": {1, 100}, "99 %": {99, 100}, "67 %": {2, 3},
	} {
		if got := share(words.English(), of[0], of[1]); got != want {
			t.Errorf("%d of %d is %s, not %s", of[0], of[1], got, want)
		}
	}
}

func TestBarShowsTheFew(t *testing.T) {
	all := bar(words.English(), outcomes(Result{Counts: ledger.Counts{ledger.Accepted: 999_998, ledger.Invalid: 2}}))
	end := 0.0
	for _, c := range all {
		if c.Rows > 0 && c.Width < 0.7 {
			t.Errorf("%s is %.2f%% wide", c.Name, c.Width)
		}
		end = c.X + c.Width
	}
	if end < 99.99 || end > 100.01 {
		t.Errorf("the bar ends at %.2f%%", end)
	}
	if len(all) != 2 || len(bar(words.English(), outcomes(Result{}))) > 0 {
		t.Errorf("the bar has pieces for nothing: %v", all)
	}
}
