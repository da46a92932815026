// Command bench runs the whole program against the sandbox, each in a process of its own, with lists of
// several lengths. It prints a table of what the program reaches, and of the ratios to what others reach
// with the same list: a plain reader, the ledger alone, a bare net/http loop. Run it from the repository:
//
//	go run ./internal/bench
//
// Seconds depend on the machine and on whatever else runs there. Ratios hold: their two sides run right
// behind each other, and the table has the median of three such pairs. A ratio of 1 is as fast.
//
//	go run ./internal/bench -lanes 1@2,100@49,1000@2
//
// has a list sent from so many accounts, each at such a rate, and says which they reach.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == alone {
		exit(runAlone(os.Args[2:]))
	}
	b := &bench{rounds: 3}
	lengths := flag.String("rows", "1000,100000,1000000", "lengths of the `lists`")
	flag.IntVar(&b.inFlight, "in-flight", 64, "`requests` under way at once")
	flag.StringVar(&b.dir, "keep", "", "work in this `folder` and leave all there, instead of in one that is removed")
	lanes := flag.String("lanes", "", "instead, several accounts that share a list: `ACCOUNTS@RATE,...` with cards a second for each")
	seconds := flag.Int("seconds", 20, "about how `long` they send")
	flag.Parse()
	b.office, _ = exec.LookPath("soffice")
	// The children are in the terminal's group and get Ctrl-C as well; those that do not are killed.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := b.parseLengths(*lengths)
	if err == nil {
		if b.fleetsWanted, err = parseFleets(*lanes, *seconds); *lanes == "" {
			err = nil
		}
	}
	if err == nil {
		err = b.run(ctx, os.Stdout)
	}
	stop()
	exit(err)
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func (b *bench) parseLengths(list string) error {
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 100 {
			return fmt.Errorf("-rows: %q is not a number of 100 or more", text)
		}
		b.table.lengths = append(b.table.lengths, n)
	}
	return nil
}

// run measures and prints the table; if it is interrupted, what there is of it.
func (b *bench) run(ctx context.Context, out io.Writer) (err error) {
	if b.dir == "" {
		if b.dir, err = os.MkdirTemp("", "contactcast-bench-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	}
	if b.dir, err = filepath.Abs(b.dir); err != nil {
		return err
	}
	if err := b.build(ctx); err != nil {
		return err
	}
	if len(b.fleetsWanted) > 0 {
		return b.fleets(ctx, b.fleetsWanted, out)
	}
	before := load()
	for _, rows := range b.table.lengths {
		if err = b.measure(ctx, rows); err != nil {
			break
		}
	}
	b.table.print(out)
	fmt.Fprintf(out, "\n%s; %d requests under way at once; load average %s before, %s after.\n", machine(), b.inFlight, before, load())
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
