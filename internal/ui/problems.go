package ui

import (
	"fmt"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// problemGroup is one mistake in however many rows, with what can be done about it.
type problemGroup struct {
	Sentence string
	Status   words.Status
	Count    int
	Rows     []int // the first
	// Column and Cell are the first row's.
	Column, Cell string
	Controls     []control
	// Show names the group in an address.
	Show string
	rows []int
}

// problemGroups are a list's mistakes, the commonest first, and behind them what is left out on purpose.
func (s *server) problemGroups(base string, d *checkData, problems job.Problems) (all []problemGroup) {
	for _, status := range []words.Status{words.Invalid, words.Skipped} {
		for i, p := range problems {
			if p.First.Status != status {
				continue
			}
			g := problemGroup{Sentence: s.sentence(p.First.Reason), Status: status, Count: p.Count, Rows: p.Rows,
				Column: p.First.Column, Cell: p.First.Cell, Show: fmt.Sprintf("problem-%d", i), rows: p.All()}
			for _, r := range s.lang.Remedies(p.First.Reason) {
				g.Controls = append(g.Controls, d.Settings.options(s.lang, controlFor(base, d.Name, r, p.First.Reason)))
			}
			all = append(all, g)
		}
	}
	return all
}

// warningGroup is something to look at before sending.
type warningGroup struct {
	Sentences []warningSentence
	// Alternative is the other number that the first row's may be, or "".
	Alternative string
	Count       int
	Rows        []int
	Show        string
	rows        []int
}

type warningSentence struct{ Field, Sentence string }

func (s *server) warningGroups(warnings job.Warnings) (all []warningGroup) {
	for i, w := range warnings {
		g := warningGroup{Alternative: w.First.Alternative, Count: w.Count, Rows: w.Rows, Show: fmt.Sprintf("warning-%d", i), rows: w.All()}
		for _, about := range w.First.About {
			g.Sentences = append(g.Sentences, warningSentence{string(about.Field), s.sentence(about.Fact)})
		}
		all = append(all, g)
	}
	return all
}
