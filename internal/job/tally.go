package job

import (
	"context"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// Tally is how a job's rows stand.
type Tally struct {
	Job string
	// Outcome is finished, stopped or paused; Ending says what to do next, Stop why it ended before its time, or nil.
	Outcome string
	Ending  Ending
	Stop    *Stop
	Counts  Counts
	// Deliveries are accepted rows by delivery status, "" those of which nothing is known.
	Deliveries map[string]int
	// Gone counts messages that were sent, from rows that the file no longer holds.
	Gone int
	// LeftOut are the rows that lists, or other jobs, left out.
	LeftOut []LeftOut
	// Undecided counts who sent a stop word and waits for a person to decide whose number that is.
	Undecided int
	// Steps are what can be done now, the most urgent first.
	Steps []words.Remedy
}

// LeftOut is how many rows a list, or another job, left out.
type LeftOut = ledger.LeftOut

// tally counts a job's rows, and judges how the run that stopped so ended.
func tally(ctx context.Context, l *ledger.Ledger, job ledger.Job, stop *Stop, undecided int) (t Tally, err error) {
	t = Tally{Job: job.Name, Stop: stop, Undecided: undecided}
	if t.Counts, err = l.Counts(ctx, job.ID); err != nil {
		return t, err
	}
	t.Outcome, t.Ending = judge(stop, t.Counts, undecided)
	if t.Deliveries, err = l.Deliveries(ctx, job.ID); err != nil {
		return t, err
	}
	if t.Gone, err = l.Gone(ctx, job.ID); err != nil {
		return t, err
	}
	if t.LeftOut, err = l.LeftOut(ctx, job.ID); err != nil {
		return t, err
	}
	t.Steps = nextSteps(t.Counts, tracked(t.Deliveries))
	if undecided > 0 {
		t.Steps = append(t.Steps, words.WordSeen)
	}
	return t, nil
}
