package report

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"contactcast/sender/ledger"
)

// writeProm writes gauges for node_exporter's textfile collector. All carry the
// job's name, so that the files of several jobs can lie in one folder.
func writeProm(ctx context.Context, w io.Writer, _ string, r Result) error {
	s, err := look(ctx, r, func(ledger.Line) {})
	if err != nil {
		return err
	}
	p := promWriter{job: promLabel(r.Job.Name)}
	p.metric("contactcast_rows", "Rows of the job by status.")
	for _, status := range ledger.Statuses() {
		p.sample("contactcast_rows", `,status="`+string(status)+`"`, float64(r.Counts[status]))
	}
	p.time("contactcast_last_run_start_timestamp_seconds", "When the job's last run began.", r.Job.StartedAt)
	p.time("contactcast_last_accepted_timestamp_seconds", "When the API last accepted a message of the job.", s.accepted.last)
	p.time("contactcast_last_success_timestamp_seconds", "When a run of the job last ended without trouble.", r.LastSuccess)
	p.gauge("contactcast_last_run_duration_seconds", "How long the job's last run took.", s.duration(r.Job).Seconds())
	p.gauge("contactcast_last_run_messages_per_second", "Messages accepted per second of the job's last run.", s.perMinute(r.Job)/60)
	if r.QueueDepth != nil {
		p.gauge("contactcast_queue_messages", "Messages waiting in the account's queue at the end of the job's last run.", float64(*r.QueueDepth))
	}
	_, err = io.WriteString(w, p.text.String())
	return err
}

// promWriter collects samples of one job.
type promWriter struct {
	job  string
	text strings.Builder
}

func (p *promWriter) metric(name, help string) {
	fmt.Fprintf(&p.text, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

func (p *promWriter) sample(name, labels string, value float64) {
	fmt.Fprintf(&p.text, "%s{job_name=\"%s\"%s} %s\n", name, p.job, labels, strconv.FormatFloat(value, 'f', -1, 64))
}

func (p *promWriter) gauge(name, help string, value float64) {
	p.metric(name, help)
	p.sample(name, "", value)
}

// time leaves out what has not happened yet.
func (p *promWriter) time(name, help string, t time.Time) {
	if !t.IsZero() {
		p.gauge(name, help, float64(t.Unix()))
	}
}

// promLabel escapes a label's value.
func promLabel(text string) string {
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`).Replace(clean(text))
}
