package job

import (
	"fmt"
	"hash/fnv"
	"path/filepath"
	"strings"
	"time"

	"contactcast/sender/sandbox"
)

const (
	// trialDelay is a simulated account's time between two messages; short, so that trying things out is quick.
	trialDelay = 100 * time.Millisecond
	trialToken = "sandbox-token"
	// memoryExt is the extension of the files that simulated accounts are kept in.
	memoryExt = ".jsonl"
)

// trialInstance is the idInstance of the simulated account of that name: the same every time.
func trialInstance(name string) string {
	if name == "" {
		return "1101000001"
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.ToLower(name)))
	return fmt.Sprintf("12%010d", h.Sum64()%1e10)
}

// memory is the file that a simulated account is kept in.
func (in instance) memory() string {
	name := sandboxName
	if in.name != "" {
		name += "-" + strings.ToLower(in.name)
	}
	return filepath.Join(in.dir, name+memoryExt)
}

// begin serves the accounts if they are simulated, with their memories in the state folder, and gives them
// their address. They must be held: a memory has one writer. end is to be called in any case.
func begin(all []instance) (end func() error, err error) {
	if len(all) == 0 || !all[0].sandbox {
		return func() error { return nil }, nil
	}
	options := make([]sandbox.Options, len(all))
	for i, in := range all {
		options[i] = sandbox.Options{IDInstance: in.IDInstance, Token: in.Token, Delay: trialDelay, Memory: in.memory()}
	}
	s, err := sandbox.ServeAccounts("127.0.0.1:0", options...)
	if err != nil {
		return nil, refuseFor(err, "sandbox")
	}
	for i := range all {
		all[i].APIURL = s.URL()
	}
	return s.Close, nil
}
