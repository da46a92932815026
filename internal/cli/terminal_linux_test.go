package cli

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// onTerminal runs a command on a terminal of so many columns, types an answer where the cursor stands behind a question,
// and returns all that was drawn.
func onTerminal(t *testing.T, columns uint16, cmd *exec.Cmd, answers map[string]string) string {
	t.Helper()
	control, terminal := openTerminal(t, columns)
	defer control.Close()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal, terminal, terminal
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	terminal.Close()
	var shown strings.Builder
	for answered, buffer := 0, make([]byte, 4096); ; {
		n, err := control.Read(buffer)
		shown.Write(buffer[:n])
		for question, answer := range answers {
			if shown.Len() > answered && strings.HasSuffix(shown.String(), question) {
				answered = shown.Len()
				fmt.Fprintln(control, answer)
			}
		}
		if err != nil { // the other end is closed
			break
		}
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return shown.String()
}

// openTerminal opens a terminal of so many columns, and what controls it.
func openTerminal(t *testing.T, columns uint16) (control, terminal *os.File) {
	t.Helper()
	control, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	err = unix.IoctlSetPointerInt(int(control.Fd()), unix.TIOCSPTLCK, 0)
	number, numberErr := unix.IoctlGetInt(int(control.Fd()), unix.TIOCGPTN)
	sizeErr := unix.IoctlSetWinsize(int(control.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns})
	if err := errors.Join(err, numberErr, sizeErr); err != nil {
		t.Fatal(err)
	}
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return control, terminal
}

// seen is what stands on a terminal at the end: of a line that was drawn again and again, what was drawn last.
func seen(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		for _, drawn := range strings.Split(line, "\r") {
			if strings.TrimSpace(drawn) != "" {
				lines[i] = drawn
			}
		}
	}
	return strings.Join(lines, "\n")
}
