package cells

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the outcome of reading testdata as what is wanted")

// TestFixtures reads every file in testdata as its .rows file says: one line for
// each row, "5: a|#12" for a text and a number in row 5, or the code of the refusal.
func TestFixtures(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.[cx][sl][vs]*")
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, ".rows") {
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			rows, err := read(path, Options{})
			if code := codeOf(t, err); code != "" {
				rows = []string{code}
			}
			got := strings.Join(rows, "\n") + "\n"
			if *update {
				if err := os.WriteFile(path+".rows", []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path + ".rows")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
