package report

import "contactcast/sender/ledger"

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
