package job

import (
	"path/filepath"
	"testing"
)

// A report stands beside its list, in the same format; one that was read is replaced by the next.
func TestTheReportsPlace(t *testing.T) {
	tests := []struct {
		file, format string
		isReport     bool
		want         string
	}{
		{"list.xlsx", "xlsx", false, "list-report.xlsx"},
		{"lists/list.tsv", "csv", false, "lists/list-report.csv"},
		{"lists/list.v2.xlsm", "xlsx", false, "lists/list.v2-report.xlsx"},
		{"lists/list-report.xlsx", "xlsx", true, "lists/list-report.xlsx"},
		{"lists/list-report.csv", "csv", false, "lists/list-report-report.csv"},
		{"-", "csv", false, "a_b_c-report.csv"},
	}
	for _, test := range tests {
		if got := besideInput(filepath.FromSlash(test.file), `a/b\c`, test.format, test.isReport); got != filepath.FromSlash(test.want) {
			t.Errorf("%s: %v; want %s", test.file, got, test.want)
		}
	}
}
