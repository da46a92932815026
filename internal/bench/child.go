package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// bench is what all measurements share.
type bench struct {
	dir      string // all that is made lies here
	program  string // contactcast
	office   string // LibreOffice, or ""
	inFlight int
	rounds   int
	sandbox  sandbox

	fleetsWanted []fleet
	table        table
}

// build builds the program that is measured.
func (b *bench) build(ctx context.Context) error {
	b.program = filepath.Join(b.dir, "contactcast.exe") // a name that runs on every system
	out, err := exec.CommandContext(ctx, "go", "build", "-o", b.program, "contactcast").CombinedOutput()
	if err != nil {
		return fmt.Errorf("build contactcast: %w\n%s", err, out)
	}
	return nil
}

// child is a process that has ended.
type child struct {
	started   time.Time
	seconds   float64
	megabytes float64 // the most memory it had
	cpu       time.Duration
	out       []byte // its standard output
}

// contactcast runs the program, which must end with the given exit code.
func (b *bench) contactcast(ctx context.Context, code int, args ...string) (child, error) {
	return b.child(ctx, code, b.program, args...)
}

// alone runs what the program is compared with: this one, started again.
func (b *bench) alone(ctx context.Context, args ...string) (child, error) {
	self, err := os.Executable()
	if err != nil {
		return child{}, err
	}
	return b.child(ctx, 0, self, append([]string{alone}, args...)...)
}

// child runs a process. What takes much memory runs in one: Linux counts in a new process's peak what the
// one that started it had.
func (b *bench) child(ctx context.Context, code int, name string, args ...string) (child, error) {
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = b.dir, b.env()
	cmd.Stdout, cmd.Stderr = &out, &errs
	c := child{started: time.Now()}
	err := cmd.Run()
	c.seconds, c.out = time.Since(c.started).Seconds(), out.Bytes()
	if cmd.ProcessState == nil {
		return c, err
	}
	if ctx.Err() != nil {
		return c, context.Cause(ctx)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		return c, fmt.Errorf("%s %q: %v, want exit code %d\n%s%s", filepath.Base(name), args, cmd.ProcessState, code, out.Bytes(), errs.Bytes())
	}
	c.megabytes, c.cpu = peak(cmd.ProcessState), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
	return c, nil
}

// background starts the program, and returns what it says on standard output.
func (b *bench) background(ctx context.Context, args []string) (stop func(), out io.Reader, err error) {
	cmd := exec.CommandContext(ctx, b.program, args...)
	cmd.Stderr = os.Stderr
	if out, err = cmd.StdoutPipe(); err != nil {
		return nil, nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	return func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}, out, nil
}

// env is the environment of all children: the sandbox's account instead of any that is set up here, and all
// files in the folder that is removed.
func (b *bench) env() []string {
	env := slices.DeleteFunc(os.Environ(), func(s string) bool {
		return strings.HasPrefix(s, "GREENAPI_") || strings.HasPrefix(s, "CONTACTCAST_")
	})
	env = append(env, "CONTACTCAST_STATE="+filepath.Join(b.dir, "state"), "TMPDIR="+b.dir, "TMP="+b.dir)
	return append(env, b.sandbox.env...)
}
