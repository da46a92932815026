package job

import (
	"path/filepath"
	"testing"

	"contactcast/sender/greenapi"
)

// A ledger belongs to an account: an instance of GREEN-API's under any of its addresses, and elsewhere under its host. Its
// name is one that every system allows.
func TestTheLedgersName(t *testing.T) {
	tests := []struct{ apiURL, want string }{
		{"https://api.greenapi.com", "7103000001.db"},
		{"https://7103.api.greenapi.com", "7103000001.db"},
		{"https://7103.API.Green-API.com", "7103000001.db"},
		{"https://evilgreenapi.com", "evilgreenapi.com-7103000001.db"},
		{"https://greenapi.com.example.org", "greenapi.com.example.org-7103000001.db"},
		{"http://127.0.0.1:8080", "127.0.0.1_8080-7103000001.db"},
		{"http://[::1]:8080/v2", "_1_8080-7103000001.db"},
	}
	state := t.TempDir()
	for _, test := range tests {
		in := instance{Account: greenapi.Account{APIURL: test.apiURL, IDInstance: "7103000001"}, dir: state}
		if got, err := in.ledgerPath(); err != nil || got != filepath.Join(state, test.want) {
			t.Errorf("%s: %s, %v; want %s", test.apiURL, got, err, test.want)
		}
	}
}
