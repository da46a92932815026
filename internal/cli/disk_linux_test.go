package cli

import (
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"contactcast/sender/ledger"
	"contactcast/sender/sandbox"
)

// The disk is full while requests are on their way: posting stops, the ids that could not be kept are printed, and the
// same command goes on by evidence when there is room again.
func TestTheDiskIsFull(t *testing.T) {
	t.Parallel()
	const rows, inFlight = 60, 4
	s := newSite(t, sandbox.Options{Delay: -1, Latency: 50 * time.Millisecond, JournalLag: journalLag}, rows)
	args := quickly("list", "--rate", "200/s", "--in-flight", "4")
	p := s.prepare(args, fullDisk+"=1")
	s.at(20, func() { noRoom(t, p.Process.Pid) })
	s.begin(p)
	<-p.over
	c := s.counts("list")
	if posted := s.Calls("sendContact"); p.code() != exitStopped || posted > 20+inFlight || c[ledger.Unknown] == 0 || c[ledger.Unknown] > inFlight {
		t.Errorf("%d requests, %v\n%s", posted, c, p.said())
	}
	printed := regexp.MustCompile(`accepted, but not recorded: row (\d+), chatId (\S+), idMessage (\S+)`).FindAllStringSubmatch(p.err.String(), -1)
	if len(printed) == 0 {
		t.Errorf("no id that could not be kept is printed:\n%s", p.said())
	}
	for _, m := range printed {
		known := func(a sandbox.Acceptance) bool { return a.ChatID == m[2] && a.IDMessage == m[3] }
		if !slices.ContainsFunc(s.Record(), known) {
			t.Errorf("%s: the account knows nothing of it", m[0])
		}
	}
	if !strings.Contains(p.said(), "no room") && !strings.Contains(p.said(), "disk") {
		t.Errorf("it does not say why:\n%s", p.said())
	}
	s.goesOn(rows, args...)
}

// noRoom lets no file of that process grow any more.
func noRoom(t *testing.T, pid int) {
	limit := syscall.Rlimit{Cur: 1, Max: 1}
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(pid), syscall.RLIMIT_FSIZE, uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if errno != 0 {
		t.Error(errno)
	}
}
