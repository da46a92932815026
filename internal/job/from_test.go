package job

import (
	"testing"

	"contactcast/sender/greenapi"
)

// An account is an instance of GREEN-API's under any of its addresses, and elsewhere under its host. Its
// name is one that every system allows in a file's.
func TestTheAccountsKey(t *testing.T) {
	tests := []struct{ apiURL, want string }{
		{"https://api.greenapi.com", "7103000001"},
		{"https://7103.api.greenapi.com", "7103000001"},
		{"https://7103.API.Green-API.com", "7103000001"},
		{"https://evilgreenapi.com", "evilgreenapi.com-7103000001"},
		{"https://greenapi.com.example.org", "greenapi.com.example.org-7103000001"},
		{"http://127.0.0.1:8080", "127.0.0.1_8080-7103000001"},
		{"http://[::1]:8080/v2", "_1_8080-7103000001"},
	}
	for _, test := range tests {
		in := instance{Credentials: greenapi.Credentials{APIURL: test.apiURL, IDInstance: "7103000001"}}
		if got, err := in.key(); err != nil || got != test.want {
			t.Errorf("%s: %s, %v; want %s", test.apiURL, got, err, test.want)
		}
	}
}
