package report

import (
	"strings"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// told is a row's own sentence for a reader who does not run this program; "" where it would be
// no help. Of the API's answer it is what the service said.
func told(in words.Language, l ledger.Line) string {
	switch {
	case l.Status == words.Unknown: // how the answer was lost, in the words of the network
		return ""
	case l.Reason.Args["method"] != "":
		return l.Reason.Args["said"]
	case l.Reason.Code == words.AsTold("").Code:
		return withoutCommands(withoutMethod(in.Sentence(l.Reason)))
	}
	return in.Sentence(l.Reason)
}

// withoutCommands is an older ledger's text up to the clauses that lead to a command or a flag, "" if there are no others.
func withoutCommands(text string) string {
	at := len(text)
	for _, word := range []string{"--", "contactcast "} {
		if i := strings.Index(text, word); i >= 0 {
			at = min(at, i)
		}
	}
	if at == len(text) {
		return text
	}
	for purpose := true; purpose; {
		at = max(0, strings.LastIndexAny(text[:at], ",;:."))
		clause := strings.TrimSpace(text[strings.LastIndexAny(text[:at], ",;:.")+1 : at])
		purpose = strings.HasPrefix(strings.ToLower(clause), "to ")
	}
	return text[:at]
}

// withoutMethod is what the service said, of an older ledger's "sendContact: HTTP 400 Bad Request: what it said".
func withoutMethod(text string) string {
	if method, rest, found := strings.Cut(text, ": HTTP "); found && !strings.Contains(method, " ") {
		_, said, _ := strings.Cut(rest, ": ")
		return said
	}
	return text
}
