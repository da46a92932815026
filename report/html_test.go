package report

import (
	"fmt"
	"strings"
	"testing"

	"contactcast/sender/ledger"
)

func TestPage(t *testing.T) {
	text := readText(t, write(t, "r.html", everyStatus()))
	for _, want := range []string{
		"accepted · <bdi>noAccount</bdi> · 1 row<", "unknown · <bdi>no-answer</bdi> · 1 row<", "rejected · <bdi>http-400</bdi> · 1 row<", "invalid · <bdi>phone-length</bdi> · 1 row<",
		"79000000003@c.us · Clara", "phone: 790000000 · name: Борис", "no answer within 60 s", "contactcast resolve spring --resend unknown",
		"2 messages accepted from", "Check the number for missing or extra digits",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	people, rest, _ := strings.Cut(text, "What needs nobody")
	for _, code := range []string{"duplicate", "window"} {
		if strings.Contains(people, code+"</bdi> ·") || !strings.Contains(rest, ">"+code+"<") {
			t.Errorf("%s is not among what needs nobody", code)
		}
	}
	for _, trace := range []string{"<script", "http://", "https://", "url(", "@import", "ZgotmplZ"} {
		if strings.Contains(text, trace) {
			t.Errorf("the page has %s", trace)
		}
	}
}

func TestPageOfSuccess(t *testing.T) {
	r := everyStatus()
	lines := []ledger.Line{{Row: 2, Status: ledger.Accepted, AcceptedAt: noon}}
	r.Counts, r.Lines = count(lines), each(lines)
	if text := readText(t, write(t, "r.html", r)); !strings.Contains(text, "Nothing does.") {
		t.Error("the page does not say that nobody is needed")
	}
}

// TestLongPage: beyond the limits rows are counted and a command leads to them.
func TestLongPage(t *testing.T) {
	var lines []ledger.Line
	for code := range 8 {
		for i := range 600 {
			lines = append(lines, ledger.Line{
				Row: len(lines) + 2, Status: ledger.Rejected, ErrorCode: fmt.Sprintf("http-41%d", code), Error: fmt.Sprintf("%d-%d", code, i),
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
		"http-410</bdi> · 600 rows", "http-417</bdi> · 600 rows", ">100 more rows", ">600 more rows",
		`contactcast report &#39;Anna&#39;\&#39;&#39;s list&#39; --only rejected -o &#39;Anna&#39;\&#39;&#39;s list-rejected.xlsx&#39;`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// TestEveryReasonHasARemedy holds the codes that the other packages give out.
func TestEveryReasonHasARemedy(t *testing.T) {
	for _, code := range []string{
		"missing", "invalid-phone", "phone-length", "ambiguous-phone", "precision-lost", "cell-error", "formula-no-value", "invalid-chat-id", "bad-row",
	} {
		if _, ok := remedies()[code]; !ok {
			t.Errorf("invalid: %s", code)
		}
	}
	for _, s := range []ledger.Status{ledger.Pending, ledger.Unknown, ledger.Rejected, ledger.Invalid} {
		if (reason{s, "http-499"}).remedy("job") == "" {
			t.Errorf("%s: nothing to do", s)
		}
	}
	for _, delivery := range []string{"noAccount", "notInGroup", "failed", "yellowCard", "expired"} {
		l := ledger.Line{Status: ledger.Accepted, Delivery: delivery}
		r, ok := reasonOf(l)
		if !ok || !r.needsPerson() || r.remedy("job") == "" {
			t.Errorf("%s: %v", delivery, r)
		}
	}
	for _, delivery := range []string{"", "pending", "sent", "delivered", "read"} {
		if r, ok := reasonOf(ledger.Line{Status: ledger.Accepted, Delivery: delivery}); ok {
			t.Errorf("%q: %v", delivery, r)
		}
	}
}

func TestBarShowsTheFew(t *testing.T) {
	all := bar(ledger.Counts{ledger.Accepted: 999_998, ledger.Invalid: 2})
	end := 0.0
	for _, c := range all {
		if c.Rows > 0 && c.Width < 0.7 {
			t.Errorf("%s is %.2f%% wide", c.Status, c.Width)
		}
		if c.Rows == 0 && c.Width > 0 {
			t.Errorf("%s has a piece of the bar", c.Status)
		}
		end = c.X + c.Width
	}
	if end < 99.99 || end > 100.01 {
		t.Errorf("the bar ends at %.2f%%", end)
	}
	for _, c := range bar(nil) {
		if c.Width != 0 {
			t.Errorf("an empty job has a bar: %v", c)
		}
	}
}
