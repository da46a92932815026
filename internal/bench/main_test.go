package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
)

// The comparisons are this program, started again; in a test, that is the test's binary.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == alone {
		main()
	}
	os.Exit(m.Run())
}

// Every figure is there, whatever it is, and nothing is left behind.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	var out bytes.Buffer
	b := bench{inFlight: 4, rounds: 1, table: table{lengths: []int{100, 1000}}}
	if err := b.run(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	table, _, _ := strings.Cut(out.String(), "\n\n")
	lines := strings.Split(table, "\n")
	if len(lines) < 10 {
		t.Errorf("%d lines", len(lines))
	}
	for _, line := range lines {
		if cells := strings.Split(line, " | "); len(cells) == 4 && (cells[1] == "-" || cells[2] == "-") {
			t.Errorf("a figure is missing: %s", line)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
