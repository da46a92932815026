package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"contactcast/sender/greenapi"
)

// keptAccount is an account as `contactcast login` keeps it: token included, unlike greenapi.Account.
type keptAccount struct {
	IDInstance string `json:"idInstance"`
	APIURL     string `json:"apiUrl"`
	Token      string `json:"apiTokenInstance"`
}

// keptAccounts are those that login keeps, side by side.
type keptAccounts struct {
	Accounts []keptAccount `json:"accounts"`
}

func keptPath(stateDir string) string { return filepath.Join(stateDir, "accounts.json") }

// readKept reads what login kept; nothing yet is no error.
func readKept(stateDir string) (k keptAccounts, err error) {
	b, err := os.ReadFile(keptPath(stateDir))
	if errors.Is(err, fs.ErrNotExist) {
		return k, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &k)
	}
	if err != nil {
		return k, &startError{"credentials", fmt.Errorf("what login kept cannot be read (%s: %w): delete that file and run contactcast login again", keptPath(stateDir), err)}
	}
	return k, nil
}

// choose returns the account of that id, or the only one for "". Several are never chosen among: a list
// sent from the wrong number cannot be taken back.
func (k keptAccounts) choose(id string) (keptAccount, error) {
	var ids []string
	for _, a := range k.Accounts {
		if a.IDInstance == id {
			return a, nil
		}
		ids = append(ids, a.IDInstance)
	}
	switch {
	case id != "" || len(ids) == 0:
		return keptAccount{}, nil
	case len(ids) > 1:
		return keptAccount{}, &startError{"credentials", fmt.Errorf("login keeps several accounts: choose one with --id-instance or GREENAPI_ID_INSTANCE (%s)", strings.Join(ids, ", "))}
	}
	return k.Accounts[0], nil
}

// with returns the accounts with one more, or with the one of the same id replaced.
func (k keptAccounts) with(a greenapi.Account) keptAccounts {
	kept := keptAccount{IDInstance: a.IDInstance, APIURL: a.APIURL, Token: a.Token}
	all := []keptAccount{}
	for _, other := range k.Accounts {
		if other.IDInstance != kept.IDInstance {
			all = append(all, other)
		}
	}
	return keptAccounts{append(all, kept)}
}

// write keeps the accounts in a file that only its owner can read, whole or not at all.
func (k keptAccounts) write(stateDir string) (err error) {
	b, err := json.MarshalIndent(k, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(stateDir, 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(stateDir, ".accounts-*.tmp") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = temp.Close()
			_ = os.Remove(temp.Name())
		}
	}()
	if _, err := temp.Write(append(b, '\n')); err != nil {
		return err
	}
	if err := errors.Join(temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), keptPath(stateDir))
}
