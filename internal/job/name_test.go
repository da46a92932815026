package job

import "testing"

// A name that is made of a file's is one that is taken.
func TestNamesOfFiles(t *testing.T) {
	for file, want := range map[string]string{
		"lists/my list.csv": "my list", "./-dash.csv": "dash", "---.csv": "list", "a\nb.xlsx": "ab", "a\u202Eb-report.csv": "ab", ".csv": ".csv",
		"- x.csv": "x", "\xff.csv": "list", " list .csv": "list", "-report.csv": "report.csv",
	} {
		got, err := nameOf("", file)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", file, got, err, want)
		}
		if err := CheckName(got); err != nil {
			t.Errorf("%q makes a job's name that is refused: %v", file, err)
		}
	}
}
