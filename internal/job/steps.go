package job

import "contactcast/internal/words"

// nextSteps are what can be done now with a job, the most urgent first. tracked reports whether
// something is known of the delivery of its accepted rows.
func nextSteps(c Counts, tracked bool) []words.Remedy {
	var steps []words.Remedy
	if c[words.Pending] > 0 {
		steps = append(steps, words.GoOn)
	}
	if c[words.Unknown] > 0 {
		steps = append(steps, words.Decide)
	}
	if c[words.Invalid] > 0 {
		steps = append(steps, words.CorrectRows)
	}
	if c[words.Accepted] > 0 && c[words.Pending] == 0 && !tracked {
		steps = append(steps, words.Track)
	}
	return steps
}
