package report

import "contactcast/sender/ledger"

// look of a status wherever it is shown.
type statusStyle struct {
	// Strong is for charts, Fill is a background for black text; both "RRGGBB".
	Strong, Fill string
	// Meaning is the legend.
	Meaning string
}

func styleOf(s ledger.Status) statusStyle {
	switch s {
	case ledger.Accepted:
		return statusStyle{"2E9E5B", "D5F0DF", "in the account's queue; whether it arrived is in the column delivery"}
	case ledger.Pending:
		return statusStyle{"3B7DD8", "D6E6FA", "not sent yet; the next run sends it"}
	case ledger.Unknown:
		return statusStyle{"E3A008", "FFF0C2", "may have been sent; no trustworthy answer came"}
	case ledger.Rejected:
		return statusStyle{"D64545", "F9D3D3", "refused by the API for good"}
	case ledger.Invalid:
		return statusStyle{"9B51C6", "EBD9F6", "cannot be sent as written"}
	default:
		return statusStyle{"8A94A0", "E4E7EA", "left out on purpose"}
	}
}
