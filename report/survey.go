package report

import (
	"context"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// sampled is how many rows decide about the widths of the columns.
const sampled = 1000

// survey is what one walk over the rows tells of them all.
type survey struct {
	rows     int
	columns  int // own columns of the widest row
	widths   []int
	accepted progress
	// run counts what the last run had accepted.
	run      int
	reasons  map[reason]int
	language words.Language
}

// look walks the rows once and shows each to visit.
func look(ctx context.Context, r Result, visit func(ledger.Line)) (*survey, error) {
	s := &survey{language: r.language(), columns: len(r.Job.Header), reasons: make(map[reason]int)}
	for l, err := range r.lines(ctx) {
		if err != nil {
			return nil, err
		}
		s.add(r, l)
		visit(l)
	}
	return s, nil
}

func (s *survey) add(r Result, l ledger.Line) {
	s.rows++
	s.columns = max(s.columns, len(l.Source))
	if s.rows <= sampled {
		s.measure(r.resultCells(r.columns(), l), l)
	}
	if reason, ok := reasonOf(l); ok {
		s.reasons[reason]++
	}
	if !l.AcceptedAt.IsZero() {
		s.accepted.add(l.AcceptedAt)
		if !l.AcceptedAt.Before(r.Job.StartedAt) {
			s.run++
		}
	}
}

// measure remembers the widest text of each column.
func (s *survey) measure(cells []any, l ledger.Line) {
	for len(s.widths) < len(cells)+len(l.Source) {
		s.widths = append(s.widths, 0)
	}
	for i, cell := range cells {
		s.widths[i] = max(s.widths[i], textWidth(plain(cell)))
	}
	for i, cell := range l.Source {
		s.widths[len(cells)+i] = max(s.widths[len(cells)+i], textWidth(cell))
	}
}

// textWidth is the number of characters that text is wide, or its longest line.
func textWidth(text string) int {
	widest, width := 0, 0
	for _, r := range text {
		switch {
		case r == '\n':
			width = 0
		case r >= 0x1100: // most of what lies beyond is as wide as two Latin letters
			width += 2
		default:
			width++
		}
		widest = max(widest, width)
	}
	return widest
}

// duration is how long the last run took; until it has ended, up to its last accepted message.
func (s *survey) duration(job ledger.Job) time.Duration {
	end := job.EndedAt
	if end.IsZero() {
		end = s.accepted.last
	}
	if job.StartedAt.IsZero() || end.Before(job.StartedAt) {
		return 0
	}
	return end.Sub(job.StartedAt)
}

// perMinute is how many messages the API accepted per minute of the last run, or 0 if it took no time.
func (s *survey) perMinute(job ledger.Job) float64 {
	minutes := s.duration(job).Minutes()
	if minutes == 0 {
		return 0
	}
	return float64(s.run) / minutes
}
