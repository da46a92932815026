package sender

import (
	"errors"
	"fmt"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// action is what an answer means for the run, beside what it means for its row.
type action uint8

const (
	goOn      action = iota
	doubt            // the row may have been sent; too many of these stop posting
	reconnect        // nothing left this machine: back off and try again
	slowDown         // 429: wait, and lower the pace if it goes on
	askState         // the instance is not ready: only a start is worth waiting for
	refusal          // the row was refused; many alike in a row are the run's trouble
	halt             // every further request would fare the same
)

// verdict is what one answer means.
type verdict struct {
	ledger.Outcome
	action action
	wait   time.Duration // slowDown, doubt: what the server asked for, or 0
}

// judge turns an answer into its verdict. It knows every answer: what is not listed
// leaves the row in doubt.
func judge(r greenapi.Receipt, err error) verdict {
	var api *greenapi.APIError
	var unsent *greenapi.NotSentError
	switch {
	case err == nil:
		return verdict{Outcome: ledger.Outcome{Status: ledger.Accepted, IDMessage: r.IDMessage}}
	case errors.As(err, &unsent):
		return verdict{ledger.Outcome{Status: ledger.Pending, Code: "not-sent", Text: err.Error()}, reconnect, 0}
	case errors.As(err, &api):
		return judgeAnswer(api)
	}
	return verdict{ledger.Outcome{Status: ledger.Unknown, Code: doubtCode(err), Text: err.Error()}, doubt, 0}
}

// doubtCode tells an answer that could not be trusted from none at all.
func doubtCode(err error) string {
	var none *greenapi.NoAnswerError
	if errors.As(err, &none) && none.Status != 0 {
		return fmt.Sprintf("http-%d", none.Status)
	}
	return "no-answer"
}

// judgeAnswer is the table of error answers. The texts are those of the API's page on
// common errors; bodies come as text, HTML or JSON, so they are searched, not parsed.
// https://green-api.com/en/docs/api/common-errors/
func judgeAnswer(e *greenapi.APIError) verdict {
	row := ledger.Outcome{Status: ledger.Pending, Code: fmt.Sprintf("http-%d", e.Status), Text: e.Error()}
	switch {
	case e.Status == 429:
		return verdict{row, slowDown, e.RetryAfter}
	case e.Status == 400 && says(e, "instance in starting", "instance is starting", "not authorized", "expired", "instance is deleted"):
		return verdict{row, askState, 0}
	case e.Status == 400, e.Status == 413, e.Status == 500 && says(e, "request entity too large"):
		row.Status = ledger.Rejected
		return verdict{row, refusal, 0}
	case e.Status == 466, e.Status == 401, e.Status == 403, e.Status == 404, e.Status == 405, e.Status >= 300 && e.Status < 400:
		return verdict{row, halt, 0}
	}
	row.Status = ledger.Unknown
	return verdict{row, doubt, e.RetryAfter}
}

func says(e *greenapi.APIError, texts ...string) bool {
	for _, t := range texts {
		if e.Says(t) {
			return true
		}
	}
	return false
}
