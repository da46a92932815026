package ledger

import (
	"context"
	"path/filepath"
	"testing"
)

// fresh is the place of a new ledger: a file, and while TestPostgreSQL runs a database.
var fresh = func(t testing.TB) string { return filepath.Join(t.TempDir(), "ledger.db") }

// newLedger is an empty ledger, held by a run with one account.
func newLedger(t testing.TB) *Ledger {
	t.Helper()
	l := held(t, fresh(t))
	t.Cleanup(func() {
		if l.home == nil { // the test closed it
			return
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// testAccount is the account of tests that need but one.
const testAccount = "1101000001"

// held opens a ledger with a run in it.
func held(t testing.TB, path string, accounts ...string) *Ledger {
	t.Helper()
	l, err := openHeld(path, accounts...)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func openHeld(path string, accounts ...string) (*Ledger, error) {
	l, err := Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	if len(accounts) == 0 {
		accounts = []string{testAccount}
	}
	if _, err := l.Hold(context.Background(), Holding{Accounts: accounts}); err != nil {
		_ = l.Close()
		return nil, err
	}
	return l, nil
}

// account is the first that the ledger's run holds; of one that is only read, the test account.
func (l *Ledger) account(t testing.TB) *Account {
	t.Helper()
	if l.run != nil {
		return l.run.accounts[0]
	}
	a, err := l.Account(t.Context(), testAccount)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// commit commits for the first account.
func commit(l *Ledger, ended []Ending, begin []Message) ([]Begun, error) {
	var intents []Intent
	for _, m := range begin {
		intents = append(intents, Intent{m, l.run.accounts[0]})
	}
	return l.run.Commit(ended, intents)
}
