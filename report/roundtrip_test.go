package report

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contactcast/importer"
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// reread opens a report as input and returns its header and its rows' own cells.
func reread(t rapid.TB, path string) (header []string, sources [][]string) {
	table, err := importer.Open(path, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close()
	if !table.IsReport {
		t.Fatal("this is no report")
	}
	for row, err := range table.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if row.Problem != nil {
			t.Fatal(row.Problem)
		}
		sources = append(sources, slices.Clone(row.Source))
	}
	return table.Header, sources
}

// TestRoundTrip is the law that makes a report fit to be sent again: its own
// cells come back as they were, so that the messages have the same keys.
func TestRoundTrip(t *testing.T) {
	for _, extension := range []string{".csv", ".xlsx"} {
		t.Run(extension, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "r"+extension)
			rapid.Check(t, func(t *rapid.T) {
				text := rapid.OneOf(
					rapid.StringMatching(`['=+@\-\t_x00D 79a;,"]{0,8}`),
					rapid.SampledFrom([]string{"two\nlines", "CR\rLF\r\n", "_x000D_", "=1+1", "'=1", "+7 900", "1e5", "00123", "O'Neil"}),
					rapid.String(),
				).Filter(func(text string) bool {
					return cellText(words.English(), text) == text && !strings.ContainsAny(text, "\ufeff\ufffd") // neither is ever in a source
				})
				header := []string{"chatId", "phoneContact", "firstName", "=note"}
				first := rapid.SampledFrom([]string{"", "account", "sentTo"}).Draw(t, "first")
				if first != "" {
					header = append([]string{first}, header...)
				}
				var want [][]string
				for range rapid.IntRange(1, 4).Draw(t, "rows") {
					source := []string{"79001112233", "+79001112244", "x" + text.Draw(t, "name"), text.Draw(t, "note")}
					if first != "" {
						source = append([]string{text.Draw(t, "first")}, source...)
					}
					want = append(want, source)
				}
				var lines []ledger.Line
				for i, source := range want {
					lines = append(lines, ledger.Line{Row: i + 2, Status: ledger.Accepted, Source: source})
				}
				r := Result{Job: ledger.Job{Name: "r", Header: header}, Counts: count(lines), Lines: each(lines)}
				if rapid.Bool().Draw(t, "several accounts") {
					r.Accounts = map[string]string{"1": "shop", "2": "office"}
				}
				if _, err := Write(t.Context(), path, r); err != nil {
					t.Fatal(err)
				}
				gotHeader, got := reread(t, path)
				if diff := cmp.Diff(header, gotHeader); diff != "" {
					t.Fatal(diff)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatal(diff)
				}
			})
		})
	}
}
