package job

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"contactcast/importer"
	"contactcast/sender"
	"contactcast/sender/ledger"
)

func writeList(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A list is looked at every 15 seconds: who is added is left out from then on. While it cannot be read posting waits,
// and after a minute the run ends.
func TestExcludeWatch(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no.csv")
	writeList(t, path, "79000000001\n")
	synctest.Test(t, func(t *testing.T) {
		e, err := openExcludes([]string{path}, importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var left []string
		w := &excludeWatch{excludes: e, every: excludesEvery, exclude: func(chats []ledger.Exclusion) error {
			left = nil
			for _, x := range chats {
				left = append(left, x.ChatID)
			}
			return nil
		}}
		defer w.begin(t.Context())()
		after := func(d time.Duration, waits bool, stops bool, chats string) {
			t.Helper()
			time.Sleep(d)
			synctest.Wait()
			why, stop := w.Look()
			if got := strings.Join(left, " "); got != chats {
				t.Errorf("left out are %q, want %q", got, chats)
			}
			if (why.Code != "") != waits || (stop != nil) != stops {
				t.Errorf("posting waits for %q, the run stops for %v", why, stop)
			}
			var code *sender.StopError
			if stops && (!errors.As(stop, &code) || code.Code() != "exclude") {
				t.Errorf("the run stops for %v", stop)
			}
		}
		after(16*time.Second, false, false, "") // nothing changed
		writeList(t, path, "79000000001\n79000000002\n")
		after(15*time.Second, false, false, "79000000001@c.us 79000000002@c.us")
		writeList(t, path, "79000000001\n79000000002\n12345\n") // somebody who cannot be read, as while it is written
		after(15*time.Second, true, false, "79000000001@c.us 79000000002@c.us")
		writeList(t, path, "79000000001\n79000000002\n79000000003\n")
		after(2*time.Second, false, false, "79000000001@c.us 79000000002@c.us 79000000003@c.us")
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		after(16*time.Second, true, false, "79000000001@c.us 79000000002@c.us 79000000003@c.us")
		after(55*time.Second, true, false, "79000000001@c.us 79000000002@c.us 79000000003@c.us")
		after(10*time.Second, true, true, "79000000001@c.us 79000000002@c.us 79000000003@c.us")
	})
}

// A list may change with its size and its time as they were: a copy that keeps times, say.
func TestExcludeWatchReadsContents(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no.csv")
	writeList(t, path, "79000000001\n")
	e, err := openExcludes([]string{path}, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	writeList(t, path, "79000000002\n")
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	var left []ledger.Exclusion
	w := &excludeWatch{excludes: e, exclude: func(chats []ledger.Exclusion) error { left = chats; return nil }}
	if !w.refresh(t.Context()) || len(left) != 1 || left[0].ChatID != "79000000002@c.us" {
		t.Errorf("left out are %v", left)
	}
}
