//go:build !linux

package ledger

// network would name the kind of network drive that a folder is on; only Linux tells simply.
func network(string) string { return "" }
