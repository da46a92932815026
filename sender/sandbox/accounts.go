package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Accounts are several simulated accounts behind one address: an http.Handler, and an http.RoundTripper. Each has a
// queue, a journal, limits and a memory of its own. Requests for an instance that is none of them get 403.
type Accounts struct {
	all  []*Sandbox
	byID map[string]*Sandbox
}

// OpenAccounts opens one account for each of the options, which must name as many different instances.
func OpenAccounts(options ...Options) (*Accounts, error) {
	a := &Accounts{byID: map[string]*Sandbox{}}
	for _, o := range options {
		if err := a.open(o); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	if len(a.all) == 0 {
		return nil, errors.New("sandbox: no account is named")
	}
	return a, nil
}

func (a *Accounts) open(o Options) error {
	if _, taken := a.byID[o.IDInstance]; taken || o.IDInstance == "" {
		return fmt.Errorf("sandbox: instance %q: want one of its own for each account", o.IDInstance)
	}
	s, err := Open(o)
	if err != nil {
		return err
	}
	a.all, a.byID[o.IDInstance] = append(a.all, s), s
	return nil
}

// All returns the accounts in the order of their options.
func (a *Accounts) All() []*Sandbox { return a.all }

// Of returns the account of an instance, or nil.
func (a *Accounts) Of(idInstance string) *Sandbox { return a.byID[idInstance] }

// ServeHTTP answers for the instance that a request names. The controls of one stand under /sandbox/{idInstance}/,
// those of the first also under /sandbox/.
func (a *Accounts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/sandbox/"); ok {
		instance, what, _ := strings.Cut(rest, "/")
		if s := a.byID[instance]; s != nil {
			s.control(w, r, what)
			return
		}
	}
	a.meant(r).ServeHTTP(w, r)
}

// RoundTrip serves a client's request without a network, as Sandbox.RoundTrip does.
func (a *Accounts) RoundTrip(r *http.Request) (*http.Response, error) { return a.meant(r).RoundTrip(r) }

// meant is the account of a request's instance, or the first, which refuses it.
func (a *Accounts) meant(r *http.Request) *Sandbox {
	instance, _, _, _ := splitPath(r.URL.Path)
	if s := a.byID[instance]; s != nil {
		return s
	}
	return a.all[0]
}

// Close closes them all.
func (a *Accounts) Close() error {
	var errs []error
	for _, s := range a.all {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}
