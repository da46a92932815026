package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"
)

// logger writes the log to standard error: as lines for people, with --json as objects with
// the keys time, level and message.
func (a *app) logger() *slog.Logger {
	if !a.json {
		return slog.New(lines{a.err})
	}
	return slog.New(slog.NewJSONHandler(a.err, &slog.HandlerOptions{ReplaceAttr: func(_ []string, attr slog.Attr) slog.Attr {
		switch attr.Key {
		case slog.TimeKey:
			return slog.String("time", attr.Value.Time().Format(time.RFC3339))
		case slog.MessageKey:
			attr.Key = "message"
		}
		return attr
	}}))
}

// log tells something on standard error.
func (a *app) log(text string) { a.logAt(slog.LevelInfo, text) }

func (a *app) logAt(level slog.Level, text string) {
	if a.quiet {
		return
	}
	if level == slog.LevelWarn && !a.json {
		text = a.text("log/warning", "text", text)
	}
	a.logger().Log(context.Background(), level, text)
}

// lines is a log for people: what is to be said, and nothing else.
type lines struct{ w io.Writer }

func (lines) Enabled(context.Context, slog.Level) bool { return true }

func (l lines) Handle(_ context.Context, r slog.Record) error {
	_, err := fmt.Fprintln(l.w, r.Message)
	return err
}

func (l lines) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l lines) WithGroup(string) slog.Handler      { return l }
