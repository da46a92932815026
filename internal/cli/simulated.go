package cli

import (
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/sandbox"
)

// sandboxDelay is the simulated account's time between two messages; short, so that trying things out is quick.
const sandboxDelay = 100 * time.Millisecond

const sandboxToken = "sandbox-token"

// simulated is a simulated account inside this process.
type simulated struct {
	*sandbox.Sandbox
	server  *http.Server
	account greenapi.Account
}

// startSandbox serves the simulated account whose memory is in the state folder. Its
// ledger must be locked: the memory has one writer.
func startSandbox(stateDir string) (*simulated, error) {
	account := greenapi.Account{IDInstance: "1101000001", Token: sandboxToken}
	s, err := sandbox.Open(sandbox.Options{
		IDInstance: account.IDInstance, Token: account.Token, Delay: sandboxDelay,
		Memory: filepath.Join(stateDir, "sandbox.jsonl"),
	})
	if err != nil {
		return nil, &startError{"sandbox", fmt.Errorf("the simulated account: %w", err)}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, &startError{"sandbox", fmt.Errorf("the simulated account: %w", err)}
	}
	account.APIURL = "http://" + listener.Addr().String()
	server := &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }() // ends with Close
	return &simulated{Sandbox: s, server: server, account: account}, nil
}

func (s *simulated) Close() error {
	if err := s.server.Close(); err != nil {
		return err
	}
	return s.Sandbox.Close()
}
