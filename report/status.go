package report

import (
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// colourOf is the colour of an outcome in bars and charts, "RRGGBB".
func colourOf(o words.Outcome) string {
	return map[words.Outcome]string{
		words.OutcomeRead: accent, words.OutcomeDelivered: "45A883", words.OutcomeAccepted: "A5D6C3", words.OutcomeUndelivered: "C65D47", words.OutcomePending: "6E93BF",
		words.OutcomeUnknown: "E0AE3E", words.OutcomeRejected: "DD8A6E", words.OutcomeInvalid: "A58BC0", words.OutcomeSkipped: "A9B2BC",
	}[o]
}

// fillOf is the colour of a status behind black text, "RRGGBB".
func fillOf(s ledger.Status) string {
	switch s {
	case ledger.Accepted:
		return "D9EFE5"
	case ledger.Pending:
		return "DCE8F5"
	case ledger.Unknown:
		return "FBEDC8"
	case ledger.Rejected:
		return "F6D9D3"
	case ledger.Invalid:
		return "E8DFF0"
	default:
		return "E6E9EC"
	}
}

// accent is the one colour that stands for what goes well.
const accent = "1B7F5C"
