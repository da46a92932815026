package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"time"
)

// control answers what the package comment lists under /sandbox/.
func (s *Sandbox) control(w http.ResponseWriter, r *http.Request, what string) {
	var (
		answer any = struct{}{}
		err    error
	)
	switch r.Method + " " + what {
	case "GET record":
		answer = s.Record()
	case "GET requests":
		answer = s.Requests()
	case "GET status":
		answer = s.controlStatus()
	case "POST state":
		err = s.controlState(r)
	case "POST faults":
		err = s.controlFaults(r)
	case "POST clock":
		err = s.controlClock(r)
	case "POST quota":
		var q Quota
		if err = decodeControl(r, &q); err == nil {
			s.SetQuota(q)
		}
	case "POST inject":
		answer, err = s.controlInject(r)
	case "POST incoming":
		var m Incoming
		if err = decodeControl(r, &m); err == nil {
			answer, err = s.Receive(m.ChatID, m.SenderID, m.Text)
		}
	default:
		http.NotFound(w, r)
		return
	}
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		answer = map[string]string{"error": err.Error()}
	}
	_ = json.NewEncoder(w).Encode(answer) // the client may be gone
}

func decodeControl(r *http.Request, to any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return fmt.Errorf("sandbox control: %w", err)
	}
	return nil
}

type controlStatus struct {
	StateInstance string         `json:"stateInstance"`
	Accepted      int            `json:"accepted"`
	Queued        int            `json:"queued"`
	Requests      map[string]int `json:"requests"`
	Forbidden     []string       `json:"forbidden"`
}

func (s *Sandbox) controlStatus() controlStatus {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.catchUp(now)
	_, queued := s.record.queue(now, 0)
	return controlStatus{
		StateInstance: s.record.state,
		Accepted:      len(s.record.entries) + len(s.record.late),
		Queued:        queued,
		Requests:      maps.Clone(s.calls),
		Forbidden:     append([]string{}, s.forbidden...),
	}
}

func (s *Sandbox) controlState(r *http.Request) error {
	var body struct {
		State    string `json:"stateInstance"`
		Accepted int    `json:"accepted"`
		After    string `json:"after"`
	}
	if err := decodeControl(r, &body); err != nil {
		return err
	}
	c := StateChange{State: body.State, Accepted: body.Accepted}
	if body.After != "" {
		var err error
		if c.After, err = time.ParseDuration(body.After); err != nil {
			return fmt.Errorf("sandbox control: %w", err)
		}
	}
	return s.SetState(c)
}

func (s *Sandbox) controlClock(r *http.Request) error {
	var body struct {
		Ahead   string `json:"ahead"`
		Undated bool   `json:"undated"`
	}
	if err := decodeControl(r, &body); err != nil {
		return err
	}
	c := Clock{Undated: body.Undated}
	if body.Ahead != "" {
		var err error
		if c.Ahead, err = time.ParseDuration(body.Ahead); err != nil {
			return fmt.Errorf("sandbox control: %w", err)
		}
	}
	s.SetClock(c)
	return nil
}

func (s *Sandbox) controlFaults(r *http.Request) error {
	var body struct {
		Faults string `json:"faults"`
	}
	if err := decodeControl(r, &body); err != nil {
		return err
	}
	faults, err := ParseFaults(body.Faults)
	if err != nil {
		return err
	}
	return s.SetFaults(faults)
}

func (s *Sandbox) controlInject(r *http.Request) (ids []string, err error) {
	body := struct {
		Count int `json:"count"`
		Injection
	}{Count: 1}
	if err := decodeControl(r, &body); err != nil {
		return nil, err
	}
	return s.Inject(body.Count, body.Injection)
}
