package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// fleet is a measurement of several accounts that share a list, each at the same rate.
type fleet struct {
	lanes   int
	rate    float64 // of each, cards a second
	seconds int     // about how long they send
}

// fleetFigures are what it comes to.
type fleetFigures struct {
	fleet
	slowest, fastest float64 // of the lanes, cards a second
	refused          int     // requests that were answered with 429
	child            child
	cpu              time.Duration
}

// parseFleets reads LANES@RATE, several with commas between.
func parseFleets(list string, seconds int) (all []fleet, err error) {
	for text := range strings.SplitSeq(list, ",") {
		lanes, rate, _ := strings.Cut(text, "@")
		f := fleet{seconds: seconds}
		if f.lanes, err = strconv.Atoi(lanes); err == nil {
			f.rate, err = strconv.ParseFloat(rate, 64)
		}
		if err != nil || f.lanes < 1 || f.rate <= 0 {
			return nil, fmt.Errorf("-lanes: %q is not such as 100@49", text)
		}
		all = append(all, f)
	}
	return all, nil
}

// fleets measures and prints them.
func (b *bench) fleets(ctx context.Context, all []fleet, out io.Writer) error {
	before := load()
	fmt.Fprintf(out, "| accounts | cards a second for each | reached: slowest to fastest | refused (429) | memory | processor time a card |\n|---|---|---|---|---|---|\n")
	for _, f := range all {
		figures, err := b.fleet(ctx, f)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, figures)
	}
	fmt.Fprintf(out, "\n%s; load average %s before, %s after.\n", machine(), before, load())
	return nil
}

// String is the figures' line in a table.
func (f fleetFigures) String() string {
	return fmt.Sprintf("| %s | %g | %.3f to %.3f | %d | %.0f MB | %s |", thousands(f.lanes), f.rate, f.slowest, f.fastest, f.refused, f.child.megabytes,
		(f.cpu / time.Duration(f.cards())).Round(time.Microsecond))
}

// cards is how many are sent in all.
func (f fleet) cards() int { return int(float64(f.lanes) * f.rate * float64(f.seconds)) }

// fleet has a list sent from so many accounts. Their API is on this machine, but not at its loopback address, where no
// limits hold; it keeps the documented ones.
func (b *bench) fleet(ctx context.Context, f fleet) (figures fleetFigures, err error) {
	figures.fleet = f
	if err := os.RemoveAll(filepath.Join(b.dir, "state")); err != nil {
		return figures, err
	}
	ids := make([]string, f.lanes)
	for i := range ids {
		ids[i] = fmt.Sprint(7103000001 + i)
	}
	stop, url, err := b.serve(ctx, ids)
	if err != nil {
		return figures, err
	}
	defer stop()
	path := filepath.Join(b.dir, job+".csv")
	if err := errors.Join(b.keep(ids, url), writeCSV(path, f.cards())); err != nil {
		return figures, err
	}
	code := 0
	if sendable(f.cards()) < f.cards() { // as in every list
		code = 1
	}
	figures.child, err = b.contactcast(ctx, code, "send", path, "--account=all", "--rate="+strconv.FormatFloat(f.rate, 'f', -1, 64)+"/s",
		"--yes", "--quiet", "--report="+filepath.Join(b.dir, "sent.csv"))
	if err != nil {
		return figures, err
	}
	figures.cpu = figures.child.cpu
	return figures, figures.ask(ctx, url, ids)
}

// keep keeps the accounts as login does.
func (b *bench) keep(ids []string, url string) error {
	type account struct {
		Name, IDInstance, APIURL, APITokenInstance string
	}
	var kept struct{ Accounts []account }
	for _, id := range ids {
		kept.Accounts = append(kept.Accounts, account{"lane-" + id, id, url, "sandbox-token"})
	}
	data, err := json.Marshal(kept) // whatever the case of its keys, they are read
	if err != nil {
		return err
	}
	dir := filepath.Join(b.dir, "state")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "accounts.json"), data, 0o600)
}

// serve starts a simulated account for each instance.
func (b *bench) serve(ctx context.Context, ids []string) (stop func(), url string, err error) {
	args := []string{"sandbox", "--listen=" + net.JoinHostPort(ownAddress(), "0"), "--delay=-1s", "--seed=1", "--id-instance=" + strings.Join(ids, ",")}
	stop, lines, err := b.background(ctx, args)
	if err != nil {
		return nil, "", err
	}
	for s := bufio.NewScanner(lines); s.Scan(); {
		for word := range strings.FieldsSeq(s.Text()) {
			if _, address, ok := strings.Cut(word, "http://"); ok {
				go func() { _, _ = io.Copy(io.Discard, lines) }()
				return stop, "http://" + strings.TrimRight(address, ","), nil
			}
		}
	}
	stop()
	return nil, "", errors.New("the sandbox does not start")
}

// ownAddress is one of this machine's that is not its loopback; else that.
func ownAddress() string {
	all, _ := net.InterfaceAddrs()
	for _, a := range all {
		if ip, ok := a.(*net.IPNet); ok && !ip.IP.IsLoopback() && ip.IP.To4() != nil {
			return ip.IP.String()
		}
	}
	return "127.0.0.1"
}

// ask asks each account how fast it was sent from, and what it refused.
func (f *fleetFigures) ask(ctx context.Context, url string, ids []string) error {
	for _, id := range ids {
		var record []struct{ RequestedAt time.Time }
		var status struct{ Requests map[string]int }
		base := url + "/sandbox/" + id + "/"
		if err := errors.Join(getJSON(ctx, base+"record", &record), getJSON(ctx, base+"status", &status)); err != nil {
			return err
		}
		if len(record) < 2 {
			return fmt.Errorf("account %s sent %d cards", id, len(record))
		}
		f.refused += status.Requests["sendContact"] - len(record)
		rate := float64(len(record)-1) / record[len(record)-1].RequestedAt.Sub(record[0].RequestedAt).Seconds()
		if f.slowest == 0 || rate < f.slowest {
			f.slowest = rate
		}
		f.fastest = max(f.fastest, rate)
	}
	return nil
}

func getJSON(ctx context.Context, url string, to any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(to)
}
