package cli

import (
	"bufio"
	"contactcast/internal/words"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// asker asks one question; the answer to a hidden one is not shown.
type asker func(question string, hidden bool) (string, error)

// prompt asks on the terminal. A signal ends the wait and leaves the terminal as it was. No
// answer is io.EOF.
func (a *app) prompt(ctx context.Context) asker {
	if a.answers == nil {
		a.answers = bufio.NewReader(a.in)
	}
	return func(question string, hidden bool) (string, error) {
		fmt.Fprint(a.err, question)
		restore := func() error { return nil }
		if hidden {
			fd := int(a.in.Fd())
			before, err := term.GetState(fd)
			if err != nil {
				return "", &startError{code: "no-terminal", reason: words.New("terminal", "cause", err), err: err}
			}
			restore = func() error { return term.Restore(fd, before) }
		}
		type line struct {
			text string
			err  error
		}
		read := make(chan line, 1)
		go func() {
			var l line
			l.text, l.err = a.readAnswer(hidden)
			read <- l
		}()
		select {
		case l := <-read:
			return strings.TrimSpace(l.text), l.err
		case <-ctx.Done():
			return "", errors.Join(ctx.Err(), restore())
		}
	}
}

func (a *app) readAnswer(hidden bool) (string, error) {
	if hidden {
		secret, err := term.ReadPassword(int(a.in.Fd()))
		fmt.Fprintln(a.err)
		return string(secret), err
	}
	text, err := a.answers.ReadString('\n')
	if errors.Is(err, io.EOF) && text != "" {
		err = nil
	}
	return text, err
}

// confirmed asks, and reports whether the answer is yes; no answer, or a signal, is a no.
func (a *app) confirmed(ctx context.Context, question string) bool {
	answer, err := a.prompt(ctx)(a.text("question/yes-no", "question", question), false)
	answer = strings.ToLower(answer)
	return err == nil && (answer == "y" || answer == "yes")
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
