// Package account is the accounts that login kept, by name: a file in the state folder
// that only its owner can read, written whole or not at all.
package account

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"contactcast/internal/atomicfile"
	"contactcast/internal/words"
	"contactcast/sender/greenapi"
)

// Kept is one account under a name of the operator's own. Printing or logging it never shows the token.
type Kept struct {
	// Name is unique, whatever its case; without one of the operator's it is the idInstance.
	Name string
	greenapi.Credentials
}

// List is the accounts kept, in the order in which they were first kept.
type List []Kept

// Path is where the accounts of a state folder are kept.
func Path(dir string) string { return filepath.Join(dir, "accounts.json") }

// stored is an account as the file has it: token included, unlike greenapi.Credentials.
type stored struct {
	Name       string `json:"name,omitempty"`
	IDInstance string `json:"idInstance"`
	APIURL     string `json:"apiUrl"`
	Token      string `json:"apiTokenInstance"`
}

type file struct {
	Accounts []stored `json:"accounts"`
}

// DamagedError says that the file of accounts cannot be read.
type DamagedError struct {
	Path string
	Err  error
}

// Error names the file and the reason.
func (e *DamagedError) Error() string { return fmt.Sprintf("the accounts in %s: %v", e.Path, e.Err) }

// Fact names the file and the reason.
func (e *DamagedError) Fact() words.Fact {
	return words.New("account/damaged", "file", e.Path, "cause", e.Err.Error())
}

// Unwrap returns the reason.
func (e *DamagedError) Unwrap() error { return e.Err }

// Read returns the accounts kept in a state folder; none yet is no error. It returns a
// *DamagedError if the file cannot be read.
func Read(dir string) (List, error) {
	b, err := os.ReadFile(Path(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var f file
	if err == nil {
		err = json.Unmarshal(bytes.TrimPrefix(b, []byte("\uFEFF")), &f) // an editor may have put a byte order mark there
	}
	if err != nil {
		return nil, &DamagedError{Path(dir), err}
	}
	var list List
	for _, s := range f.Accounts {
		if s.Name == "" { // kept before accounts had names
			s.Name = s.IDInstance
		}
		list = append(list, Kept{s.Name, greenapi.Credentials{APIURL: s.APIURL, IDInstance: s.IDInstance, Token: s.Token}})
	}
	return list, nil
}

// NotKeptError says that no account of that name is kept.
type NotKeptError struct {
	Name  string
	Known []string // the names there are
}

// Error names it, and those there are.
func (e *NotKeptError) Error() string {
	return fmt.Sprintf("no account %q is kept, only %s", e.Name, strings.Join(e.Known, ", "))
}

// Fact names it, and those there are.
func (e *NotKeptError) Fact() words.Fact {
	return words.New("credentials/not-kept", "account", e.Name, "known", strings.Join(e.Known, ", "))
}

// SeveralError says that several accounts are kept and none was named: a list sent from
// the wrong number cannot be taken back, so none is chosen.
type SeveralError struct{ Names []string }

// Error names them.
func (e *SeveralError) Error() string {
	return "several accounts are kept: " + strings.Join(e.Names, ", ")
}

// Find returns the account of a name, or of an idInstance. It returns a *NotKeptError if there is none.
func (l List) Find(name string) (Kept, error) {
	for _, by := range []func(Kept) bool{
		func(k Kept) bool { return strings.EqualFold(k.Name, name) },
		func(k Kept) bool { return k.IDInstance == name },
	} {
		if i := slices.IndexFunc(l, by); i >= 0 {
			return l[i], nil
		}
	}
	return Kept{}, &NotKeptError{name, l.Names()}
}

// Only returns the only account kept, or the zero value if there is none. It returns a
// *SeveralError if there are more.
func (l List) Only() (Kept, error) {
	switch len(l) {
	case 0:
		return Kept{}, nil
	case 1:
		return l[0], nil
	}
	return Kept{}, &SeveralError{l.Names()}
}

// Names returns the accounts' names.
func (l List) Names() []string {
	names := make([]string, len(l))
	for i, k := range l {
		names[i] = k.Name
	}
	return names
}

// With returns the list with one more account, or with the one of the same instance or name replaced.
func (l List) With(k Kept) List {
	same := func(o Kept) bool { return o.IDInstance == k.IDInstance || strings.EqualFold(o.Name, k.Name) }
	return append(slices.DeleteFunc(slices.Clone(l), same), k)
}

// Without returns the list less the account of that name.
func (l List) Without(name string) List {
	return slices.DeleteFunc(slices.Clone(l), func(k Kept) bool { return k.Name == name })
}

// maxName is how long a name may be, in characters.
const maxName = 40

// NameError says that a name cannot be an account's.
type NameError struct{ Name string }

// Error shows the name harmlessly.
func (e *NameError) Error() string { return e.Fact().String() }

// Fact says what is wanted.
func (e *NameError) Fact() words.Fact {
	return words.New("account/name", "given", e.Name, "most", maxName)
}

// CheckName returns a *NameError for a name that a command line would not take as it is, or
// that means something else ("all").
func CheckName(name string) error {
	plain := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
	fits := name != "" && len([]rune(name)) <= maxName && !strings.EqualFold(name, "all")
	for i, r := range name {
		fits = fits && (plain(r) || i > 0 && strings.ContainsRune(".-_", r))
	}
	if !fits {
		return &NameError{name}
	}
	return nil
}

// Write keeps the accounts in a state folder, which it makes if there is none.
func (l List) Write(dir string) error {
	f := file{Accounts: []stored{}}
	for _, k := range l {
		f.Accounts = append(f.Accounts, stored{k.Name, k.IDInstance, k.APIURL, k.Token})
	}
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return atomicfile.Write(Path(dir), 0o600, func(w io.Writer) error {
		_, err := w.Write(append(b, '\n'))
		return err
	})
}
