package words

import (
	"regexp"
	"strings"
	"testing"
)

// What a page or a report says names no flag and no command: those stand in the command line's own sentence.
func TestNeutralSentences(t *testing.T) {
	typed := regexp.MustCompile(`--[a-z]|\bcontactcast (send|check|status|report|track|resolve|optout|login|logout|template|sandbox)\b`)
	for code, e := range English().Entries {
		if kind, _, _ := strings.Cut(string(code), "/"); kind != "cli" && kind != "remedy" && typed.MatchString(e.Text) {
			t.Errorf("%s: %s", code, e.Text)
		}
	}
}
