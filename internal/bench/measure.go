package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// job is the measured job's name, that of its file.
const job = "list"

// measure takes all figures of one length; of long lists once.
func (b *bench) measure(ctx context.Context, rows int) (err error) {
	if err := b.lists(ctx, rows); err != nil {
		return err
	}
	rounds := b.rounds
	if rows > 100_000 {
		rounds = 1
	}
	defer func() {
		if b.sandbox.stop != nil {
			b.sandbox.stop()
		}
	}()
	for round := range rounds {
		fmt.Fprintf(os.Stderr, "bench: %s rows, round %d of %d\n", thousands(rows), round+1, rounds)
		if err := os.RemoveAll(filepath.Join(b.dir, "state")); err != nil {
			return err
		}
		for _, step := range []func(context.Context, int) error{b.checkCSV, b.checkXLSX, b.send, b.resume, b.look, b.reports} {
			if err := step(ctx, rows); err != nil {
				return err
			}
		}
	}
	return nil
}

// lists writes the list of this length as CSV and as XLSX, as LibreOffice does it if there is one.
func (b *bench) lists(ctx context.Context, rows int) error {
	path := filepath.Join(b.dir, job+".csv")
	if err := writeCSV(path, rows); err != nil {
		return err
	}
	if b.office == "" {
		b.table.workbook = "written by excelize: there is no soffice here"
		_, err := b.alone(ctx, "book", path, filepath.Join(b.dir, job+".xlsx"))
		return err
	}
	b.table.workbook = "written by LibreOffice"
	_, err := b.child(ctx, 0, b.office, "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(b.dir, "office")),
		"--headless", "--infilter=CSV:44,34,76,1", "--convert-to", "xlsx", "--outdir", b.dir, path)
	return err
}

// checkCSV plans the CSV list, and lets a plain reader and the ledger alone do their part of it.
func (b *bench) checkCSV(ctx context.Context, rows int) error {
	path := filepath.Join(b.dir, job+".csv")
	plain, err1 := b.alone(ctx, "csv", path)
	check, err2 := b.contactcast(ctx, 1, "check", path)
	plan, err3 := b.alone(ctx, "plan", strconv.Itoa(rows))
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	b.table.rate("check list.csv", rows, rows, check)
	b.table.ratio("... to encoding/csv reading it", rows, plain.seconds/check.seconds)
	b.table.ratio("... to the ledger alone planning its rows", rows, plan.seconds/check.seconds)
	return nil
}

// checkXLSX plans the XLSX list, and lets a plain reader read it.
func (b *bench) checkXLSX(ctx context.Context, rows int) error {
	path := filepath.Join(b.dir, job+".xlsx")
	plain, err1 := b.alone(ctx, "xlsx", path)
	check, err2 := b.contactcast(ctx, 1, "check", path)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	b.table.rate("check list.xlsx", rows, rows, check)
	b.table.ratio("... to excelize reading it", rows, plain.seconds/check.seconds)
	return nil
}

// send plans the list, sends 99 % of what can be sent, and reports. The bare loop makes the same requests
// right before it.
func (b *bench) send(ctx context.Context, rows int) error {
	path, n := filepath.Join(b.dir, job+".csv"), sendable(rows)*99/100
	if err := b.start(ctx); err != nil {
		return err
	}
	loop, err := b.alone(ctx, "post", path, b.sandbox.post(), strconv.Itoa(b.inFlight), strconv.Itoa(n))
	if err != nil {
		return err
	}
	bare, err := strconv.ParseFloat(string(loop.out), 64)
	if err := errors.Join(err, b.sandbox.accepted(ctx, n), b.start(ctx)); err != nil {
		return err
	}
	sent, err := b.contactcast(ctx, 5, b.sending("--limit", strconv.Itoa(n))...)
	if err := errors.Join(err, b.sandbox.accepted(ctx, n)); err != nil {
		return err
	}
	var summary struct {
		SentThisRun int
		Seconds     float64
	}
	if err := json.Unmarshal(sent.out, &summary); err != nil {
		return err
	}
	ours := float64(summary.SentThisRun) / summary.Seconds
	b.table.rate("send: plan, send, report", rows, n, sent)
	b.table.rate("its sending alone", rows, n, child{seconds: summary.Seconds})
	b.table.ratio("... to a bare net/http loop", rows, ours*bare/float64(n))
	return nil
}

// sending is the command that sends the list, and goes on with it.
func (b *bench) sending(more ...string) []string {
	return append([]string{"send", filepath.Join(b.dir, job+".csv"), "--rate=max", "--in-flight=" + strconv.Itoa(b.inFlight),
		"--yes", "--json", "--report=" + filepath.Join(b.dir, "sent.csv")}, more...)
}

// resume sends what send left.
func (b *bench) resume(ctx context.Context, rows int) error {
	if err := b.start(ctx); err != nil {
		return err
	}
	n := sendable(rows) - sendable(rows)*99/100
	resumed, err := b.contactcast(ctx, 1, b.sending()...)
	if err := errors.Join(err, b.sandbox.accepted(ctx, n)); err != nil {
		return err
	}
	first, err := b.sandbox.firstPost(ctx)
	if err != nil {
		return err
	}
	b.table.seconds("resuming with 1 % left: start to first POST", rows, child{seconds: first.Sub(resumed.started).Seconds(), megabytes: resumed.megabytes})
	return nil
}

// look asks for the state of the job that is sent.
func (b *bench) look(ctx context.Context, rows int) error {
	status, err := b.contactcast(ctx, 0, "status", job)
	b.table.seconds("status list", rows, status)
	return err
}

// reports writes each kind of report from the ledger.
func (b *bench) reports(ctx context.Context, rows int) error {
	for _, extension := range []string{".csv", ".xlsx", ".jsonl", ".html"} {
		written, err := b.contactcast(ctx, 0, "report", job, "-o", filepath.Join(b.dir, "report"+extension))
		if err != nil {
			return err
		}
		b.table.rate("report "+extension, rows, rows, written)
	}
	return nil
}
