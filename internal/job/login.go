package job

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"contactcast/internal/account"
	"contactcast/sender"
	"contactcast/sender/greenapi"
)

// LoginOptions are an account to be kept.
type LoginOptions struct {
	// State is the folder to keep it in; "" is DefaultState.
	State string
	// Name is a name of the operator's own; "" is the one under which it is kept already, or the idInstance.
	Name string
	// IDInstance, APIURL and Token are the account; an APIURL of "" is the one kept, or DefaultAPIURL.
	IDInstance, APIURL, Token string
	// Offline keeps the account without trying it.
	Offline bool
	// Tell is told what happens meanwhile.
	Tell func(Event)
	// Hooks are for tests.
	Hooks Hooks
}

// LoginResult is an account that was kept.
type LoginResult struct {
	Name, IDInstance string
	Path             string // of the file it is kept in
	Others           int    // accounts that are kept, too
	Tried            bool
	Phone            string // the number that it sends from, "" if the API did not say
	// Trouble is why it cannot send now although its credentials are right, or nil.
	Trouble *Stop
}

// Accounts reads what login kept.
func Accounts(state string) (account.List, error) {
	dir, err := From{State: state}.state()
	if err != nil {
		return nil, err
	}
	return readAccounts(dir)
}

// Login tries an account and keeps it.
func Login(ctx context.Context, o LoginOptions) (r *LoginResult, err error) {
	t, end := tellTo(o.Tell)
	defer end()
	dir, err := From{State: o.State}.state()
	if err != nil {
		return nil, err
	}
	if err := usableState(dir); err != nil {
		return nil, err
	}
	kept, err := readAccounts(dir)
	if err != nil {
		return nil, err
	}
	k, err := o.kept(kept)
	if err != nil {
		return nil, err
	}
	if k.Unencrypted() {
		t.warn("unencrypted", "url", k.APIURL)
	}
	r = &LoginResult{Name: k.Name, IDInstance: k.IDInstance, Path: account.Path(dir), Others: len(kept.With(k)) - 1}
	if err := o.try(ctx, t, r, instance{Credentials: k.Credentials, dir: dir}); err != nil {
		return nil, err
	}
	if err := kept.With(k).Write(dir); err != nil {
		return nil, refuseFor(err, "login/not-kept")
	}
	return r, nil
}

// kept is the account as it is to be kept.
func (o LoginOptions) kept(list account.List) (k account.Kept, err error) {
	before, _ := list.Find(o.IDInstance) // none, or no id: Normalize says so
	k.Credentials, err = greenapi.Credentials{APIURL: cmp.Or(o.APIURL, before.APIURL, DefaultAPIURL), IDInstance: o.IDInstance, Token: o.Token}.Normalize()
	if err != nil {
		return k, refuseFor(err, "credentials/malformed-here")
	}
	k.Name = cmp.Or(o.Name, before.Name, k.IDInstance)
	if other, err := list.Find(k.Name); err == nil && other.IDInstance != k.IDInstance {
		return k, refuse("credentials/name-taken", "name", k.Name, "instance", other.IDInstance)
	}
	return k, nil
}

// try asks the API for the account's state. One that cannot send now has the right credentials
// all the same. One that has not leaves nothing behind.
func (o LoginOptions) try(ctx context.Context, t *teller, r *LoginResult, in instance) error {
	if o.Offline {
		return nil
	}
	_, missed := os.Stat(in.readings())
	client, err := o.Hooks.client(t, in, "", time.Minute, 1)
	if err != nil {
		return err
	}
	seen, err := sender.Preflight(ctx, client, func(w Wait) { t.tell(Waiting{Wait: w}) })
	r.Tried, r.Phone = true, seen.Phone
	if errors.As(err, &r.Trouble) && r.Trouble.Code() == "instance-state" {
		return nil
	}
	if err != nil && errors.Is(missed, fs.ErrNotExist) {
		_ = os.Remove(in.readings())
	}
	return explained(in.Credentials, err)
}

// LogoutOptions name an account that is kept.
type LogoutOptions struct {
	// State is the folder in which it is kept; "" is DefaultState.
	State string
	// Name is its name, or its idInstance.
	Name string
}

// LogoutResult is the account that was forgotten.
type LogoutResult struct{ Name, IDInstance string }

// Logout forgets an account's credentials; its history stays in its ledger.
func Logout(o LogoutOptions) (r LogoutResult, err error) {
	dir, err := From{State: o.State}.state()
	if err != nil {
		return r, err
	}
	list, err := readAccounts(dir)
	if err != nil {
		return r, err
	}
	gone, err := list.Find(o.Name)
	if err != nil {
		return r, refuseFor(err, "credentials/not-there")
	}
	if err := list.Without(gone.Name).Write(dir); err != nil {
		return r, refuseFor(err, "login/not-forgotten")
	}
	return LogoutResult{gone.Name, gone.IDInstance}, nil
}

// CheckAccountName refuses a name that cannot be an account's; "" is none, and may be.
func CheckAccountName(name string) error {
	if name == "" {
		return nil
	}
	if err := account.CheckName(name); err != nil {
		return refuseFor(err, "options/account-name")
	}
	return nil
}
