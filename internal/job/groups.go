package job

import (
	"context"
	"slices"

	"contactcast/importer"
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// Group is what some rows have in common, told once.
type Group[T any] struct {
	// First is the first row's.
	First T
	// Rows are the first rows, Count is how many there are in all.
	Rows  []int
	Count int

	all []int
}

// All returns the numbers of all rows. Nobody changes what is returned.
func (g Group[T]) All() []int { return g.all }

// firstRows is how many rows of a group are named.
const firstRows = 5

// groups gather what rows have in common. The zero value is empty.
type groups[T any] struct {
	byKey map[string]*Group[T]
	order []*Group[T]
}

func (g *groups[T]) add(key string, row int, first T) {
	one := g.byKey[key]
	if one == nil {
		one = &Group[T]{First: first}
		if g.byKey == nil {
			g.byKey = map[string]*Group[T]{}
		}
		g.byKey[key] = one
		g.order = append(g.order, one)
	}
	one.Count++
	one.all = append(one.all, row)
	one.Rows = one.all[:min(len(one.all), firstRows):min(len(one.all), firstRows)]
}

// commonest returns the groups, the largest first.
func (g *groups[T]) commonest() (all []Group[T]) {
	for _, one := range g.order {
		all = append(all, *one)
	}
	slices.SortStableFunc(all, func(a, b Group[T]) int { return b.Count - a.Count })
	return all
}

// RowWarning is what is doubtful about a row that can be sent, and the other number that it may be; or "".
type RowWarning struct {
	About       []importer.Warning
	Alternative string
}

// key is the same for rows with the same doubts.
func (w RowWarning) key() string {
	var key string
	for _, one := range w.About {
		key += string(one.Field) + " " + one.Fact.Encode() + "\n"
	}
	return key
}

// Warnings tell what to look at before sending, the commonest first.
type Warnings []Group[RowWarning]

// Countries tell of which countries the numbers are that are written without their country code
// marked as such.
type Countries []importer.Countries

// Problems tell what is not sent and why, the commonest first.
type Problems []Problem

// Problem is one mistake, in however many rows.
type Problem = Group[ledger.Line]

func (Warnings) event()  {}
func (Problems) event()  {}
func (Countries) event() {}

// problemsOf gathers a job's invalid and skipped rows by what is wrong with them.
func problemsOf(ctx context.Context, l *ledger.Ledger, job ledger.Job, counts Counts) (Problems, error) {
	if counts[words.Invalid]+counts[words.Skipped] == 0 {
		return nil, nil
	}
	var g groups[ledger.Line]
	for line, err := range l.Lines(ctx, job, words.Invalid, words.Skipped) {
		if err != nil {
			return nil, err
		}
		key := string(line.Status) + "\x00" + line.ErrorCode + "\x00" + line.Field + "\x00" + line.Reason.Encode()
		if line.Status == words.Skipped { // their texts name other rows
			key = line.ErrorCode + "\x00" + line.List
		}
		g.add(key, line.Row, line)
	}
	return g.commonest(), nil
}
