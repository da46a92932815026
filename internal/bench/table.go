package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// table gathers figures by what they tell and by the length of the list.
type table struct {
	lengths  []int
	workbook string // where the XLSX lists come from
	lines    []*line
}

type line struct {
	name  string
	cells map[int]*cell
}

// cell has a figure of each round.
type cell struct {
	figures, megabytes []float64
	format             func(float64) string
}

// rate adds how many rows a second a process did.
func (t *table) rate(name string, length, rows int, c child) {
	t.add(name, length, float64(rows)/c.seconds, c.megabytes, func(f float64) string { return thousands(int(f)) + "/s" })
}

// seconds adds how long a process took.
func (t *table) seconds(name string, length int, c child) {
	t.add(name, length, c.seconds, c.megabytes, func(f float64) string { return fmt.Sprintf("%.2f s", f) })
}

// ratio adds a ratio of rows a second.
func (t *table) ratio(name string, length int, f float64) {
	t.add(name, length, f, 0, func(f float64) string { return fmt.Sprintf("%.2f", f) })
}

func (t *table) add(name string, length int, figure, megabytes float64, format func(float64) string) {
	i := slices.IndexFunc(t.lines, func(l *line) bool { return l.name == name })
	if i < 0 {
		i = len(t.lines)
		t.lines = append(t.lines, &line{name: name, cells: map[int]*cell{}})
	}
	c := t.lines[i].cells[length]
	if c == nil {
		c = &cell{format: format}
		t.lines[i].cells[length] = c
	}
	c.figures, c.megabytes = append(c.figures, figure), append(c.megabytes, megabytes)
}

// print prints the medians, and the growth of memory from the last but one length to the last, for a README.
func (t *table) print(w io.Writer) {
	head, rule := []string{""}, "|---|"
	for _, length := range t.lengths {
		head, rule = append(head, thousands(length)+" rows"), rule+"---|"
	}
	fmt.Fprintf(w, "| %s | memory |\n%s---|\n", strings.Join(head, " | "), rule)
	for _, l := range t.lines {
		texts := []string{l.name}
		for _, length := range t.lengths {
			texts = append(texts, l.cells[length].String())
		}
		fmt.Fprintf(w, "| %s | %s |\n", strings.Join(texts, " | "), t.growth(l))
	}
	fmt.Fprintf(w, "\nThe XLSX lists are %s. Memory is the peak of the process; its last column is how it grows to the last length.\n", t.workbook)
}

// String is the median, and the memory if it was measured.
func (c *cell) String() string {
	if c == nil {
		return "-"
	}
	text := c.format(median(c.figures))
	if mb := median(c.megabytes); mb > 0 {
		text += fmt.Sprintf(", %.0f MB", mb)
	}
	return text
}

// growth is how many times the memory of the last but one length the last one takes, or "".
func (t *table) growth(l *line) string {
	n := len(t.lengths)
	if n < 2 || l.cells[t.lengths[n-1]] == nil || l.cells[t.lengths[n-2]] == nil {
		return ""
	}
	less, more := median(l.cells[t.lengths[n-2]].megabytes), median(l.cells[t.lengths[n-1]].megabytes)
	if less == 0 {
		return ""
	}
	return fmt.Sprintf("x %.2f", more/less)
}

func median(f []float64) float64 {
	f = slices.Sorted(slices.Values(f))
	return f[len(f)/2]
}

// thousands writes 1000000 as 1 000 000.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + " " + text[i:]
	}
	return text
}

func machine() string {
	return fmt.Sprintf("%s, %s/%s, %d processors", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}

// load is the machine's load average over a minute, where it is told.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	one, _, _ := strings.Cut(string(text), " ")
	return one
}
