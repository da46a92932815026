package job

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"contactcast/internal/account"
	"contactcast/internal/words"
	"contactcast/report"
	"contactcast/sender/ledger"
)

// AllAccounts is what names all accounts that are kept.
const AllAccounts = "all"

// findAll finds the accounts that are meant, each once, in the order in which they are named; none
// if none is named and none is kept.
func (f From) findAll() (all []instance, err error) {
	in := instance{sandbox: f.Sandbox}
	if in.dir, err = f.state(); err != nil {
		return nil, err
	}
	if in.ledger, err = f.ledgerPath(); err != nil {
		return nil, err
	}
	if f.Sandbox {
		return f.simulated(in)
	}
	kept, err := readAccounts(in.dir)
	if err != nil {
		return nil, err
	}
	chosen, err := f.choose(kept)
	if err != nil {
		return nil, err
	}
	for _, k := range chosen {
		one := in
		one.name = k.Name
		one.IDInstance = cmp.Or(f.IDInstance, k.IDInstance)
		one.APIURL = cmp.Or(f.APIURL, k.APIURL, DefaultAPIURL)
		one.Token = cmp.Or(f.Token, k.Token)
		all = append(all, one)
	}
	return all, nil
}

// choose finds the accounts among those kept; one without a name if it is not kept.
func (f From) choose(kept account.List) ([]account.Kept, error) {
	switch {
	case len(f.Accounts) > 0 && len(kept) == 0:
		return nil, refuse("credentials/none-kept", "account", f.Accounts[0])
	case slices.ContainsFunc(f.Accounts, isAll):
		return kept, nil
	case len(f.Accounts) > 0:
		return named(kept, f.Accounts)
	case f.IDInstance != "":
		i := slices.IndexFunc(kept, func(k account.Kept) bool { return k.IDInstance == f.IDInstance })
		if i < 0 {
			return []account.Kept{{}}, nil
		}
		return kept[i : i+1], nil
	}
	only, err := kept.Only()
	if several, ok := errors.AsType[*account.SeveralError](err); ok {
		err = refuseFor(err, "credentials/several", "names", strings.Join(several.Names, ", "))
	}
	return []account.Kept{only}, err
}

func isAll(name string) bool { return strings.EqualFold(name, AllAccounts) }

// named finds the accounts of those names, or idInstances.
func named(kept account.List, names []string) (chosen []account.Kept, err error) {
	for _, name := range names {
		k, err := kept.Find(name)
		if none, ok := errors.AsType[*account.NotKeptError](err); ok {
			err = refuse("credentials/not-kept", "account", name, "known", strings.Join(none.Known, ", "))
		}
		if err != nil {
			return nil, err
		}
		if !slices.Contains(chosen, k) {
			chosen = append(chosen, k)
		}
	}
	return chosen, nil
}

// simulated are the simulated accounts that are meant: with "all", those that a memory is kept of.
func (f From) simulated(in instance) (all []instance, err error) {
	names := f.Accounts
	if slices.ContainsFunc(names, isAll) {
		if names, err = in.remembered(); err != nil {
			return nil, err
		}
	}
	if len(names) == 0 {
		names = []string{""}
	}
	var seen []string
	for _, name := range names {
		if name != "" {
			if err := CheckAccountName(name); err != nil {
				return nil, err
			}
		}
		one := in
		one.name = name
		one.IDInstance, one.Token = trialInstance(name), trialToken
		if !slices.Contains(seen, one.IDInstance) {
			seen = append(seen, one.IDInstance)
			all = append(all, one)
		}
	}
	return all, nil
}

// remembered are the names of the simulated accounts that a memory is kept of; "" is the one without a name.
func (in instance) remembered() (names []string, err error) {
	files, err := os.ReadDir(in.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, file := range files {
		name, isMemory := strings.CutSuffix(file.Name(), memoryExt)
		name, isOurs := strings.CutPrefix(name, sandboxName)
		if isMemory && isOurs && (name == "" || strings.HasPrefix(name, "-")) {
			names = append(names, strings.TrimPrefix(name, "-"))
		}
	}
	return names, err
}

// whoSent names the accounts that a job was sent from, of those that are kept, where several may be meant and none is named.
func (f From) whoSent(ctx context.Context, job string) (From, error) {
	if f.explicit() || !f.Sandbox && len(f.Choices()) == 0 {
		return f, nil
	}
	kept, err := f.shown()
	if err != nil || len(kept) == 0 {
		return f, err
	}
	l, err := f.openToRead(ctx)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	j, err := findJob(ctx, l, job)
	if err != nil {
		return f, err
	}
	of, err := l.AccountsOf(ctx, j.ID)
	for _, in := range kept {
		key, _ := in.key()
		if slices.ContainsFunc(of, func(a *ledger.Account) bool { return a.Key() == key }) {
			f.Accounts = append(f.Accounts, in.name)
		}
	}
	return f, err
}

// reportOf is what a report shows of a job, with the accounts by their names.
func (f From) reportOf(ctx context.Context, in words.Language, l *ledger.Ledger, job ledger.Job, only ...words.Status) (report.Result, error) {
	r, err := report.Of(ctx, in, l, job, only...)
	if err != nil || len(r.Accounts) < 2 {
		return r, err
	}
	f.Accounts, f.IDInstance = nil, "" // whichever are meant now
	kept, err := f.shown()
	for _, k := range kept {
		key, _ := k.key()
		if _, sent := r.Accounts[key]; sent && k.name != "" {
			r.Accounts[key] = k.name
		}
	}
	return r, err
}
