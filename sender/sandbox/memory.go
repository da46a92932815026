package sandbox

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// event is one line of the memory file: an acceptance, an incoming message, or a change of the state, of the pace of the
// queue or of the clock.
type event struct {
	*Acceptance
	Incoming *Incoming      `json:"incoming,omitempty"`
	At       time.Time      `json:"at,omitzero"`
	State    string         `json:"stateInstance,omitempty"`
	Drain    *time.Duration `json:"drainNanoseconds,omitempty"`
	Ahead    *time.Duration `json:"clockAheadNanoseconds,omitempty"`
}

// memory is the file that outlives the process: JSON Lines, each handed to the operating system before the
// request it came from is answered, so that a killed process loses none. The zero value keeps nothing.
type memory struct {
	file *os.File
	size int64
}

// openMemory reads the file's events into replay and appends after them. A last line without its line feed was
// cut by the end of the process, its request was never answered; it is removed.
func openMemory(path string, replay func(event)) (memory, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return memory{}, fmt.Errorf("sandbox memory: %w", err)
	}
	size, err := readEvents(file, replay)
	if err == nil {
		err = file.Truncate(size)
	}
	if err != nil {
		return memory{}, fmt.Errorf("sandbox memory %s: %w", path, errors.Join(err, file.Close()))
	}
	return memory{file, size}, nil
}

// ReadMemory reads the record from a memory file that a sandbox may be using, and changes nothing: for a judge
// of what a killed or running process sent.
func ReadMemory(path string) ([]Acceptance, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("sandbox memory: %w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	s := Sandbox{record: newRecord(), chats: map[string]bool{}}
	if _, err := readEvents(file, s.replay); err != nil {
		return nil, fmt.Errorf("sandbox memory %s: %w", path, err)
	}
	return s.record.acceptances(), nil
}

// readEvents returns the length of what is whole.
func readEvents(r io.Reader, replay func(event)) (size int64, err error) {
	lines := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return size, nil
		}
		if err != nil {
			return size, err
		}
		var e event
		if err := json.Unmarshal(line, &e); err != nil {
			return size, fmt.Errorf("line %d is damaged: %w", n, err)
		}
		replay(e)
		size += int64(len(line))
	}
}

// write appends an event. After an error the file is as before.
func (m *memory) write(e event) error {
	if m.file == nil {
		return nil
	}
	var line bytes.Buffer
	if err := json.NewEncoder(&line).Encode(e); err != nil {
		return fmt.Errorf("sandbox memory: %w", err)
	}
	if _, err := m.file.Write(line.Bytes()); err != nil {
		return errors.Join(fmt.Errorf("sandbox memory: %w", err), m.file.Truncate(m.size))
	}
	m.size += int64(line.Len())
	return nil
}

func (m *memory) close() error {
	if m.file == nil {
		return nil
	}
	return m.file.Close()
}
