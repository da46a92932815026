package ui

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// accountRoutes are the accounts': add, try, forget.
func (s *server) accountRoutes(r routes) {
	r.on("GET /accounts", s.showAccounts)
	r.on("POST /accounts", s.addAccount)
	r.on("POST /accounts/{name}/try", s.tryAccount)
	r.on("POST /accounts/{name}/forget", s.forgetAccount)
}

// accountRow is an account on the page. It never holds a token.
type accountRow struct {
	Name, IDInstance, APIURL string
	job.AccountStatus
}

// accountRows are the accounts that are kept, with what the last run saw of them.
func (s *server) accountRows(from job.From, all []job.AccountStatus) (rows []accountRow, err error) {
	if from.Sandbox {
		return nil, nil
	}
	kept, err := job.Accounts(from.State)
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		row := accountRow{Name: k.Name, IDInstance: k.IDInstance, APIURL: k.APIURL}
		for _, a := range all {
			if a.Name == k.Name || len(all) == 1 {
				row.AccountStatus = a
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// accountsData is what the view of accounts shows.
type accountsData struct {
	Accounts []accountRow
	// Form is what was typed, without the token, where it could not be kept; Trouble says why.
	Form    accountForm
	Trouble trouble
}

type accountForm struct{ Name, IDInstance, APIURL string }

func (s *server) showAccounts(w http.ResponseWriter, r *request) error {
	if r.trial() {
		return r.back(w, r.home())
	}
	d, err := s.accountsData(r.Context(), r)
	if err != nil {
		return err
	}
	return s.show(w, r, "accounts", view{Title: words.New("page/accounts"), Screen: "accounts", Data: d})
}

func (s *server) accountsData(ctx context.Context, r *request) (d accountsData, err error) {
	known, err := s.overview(ctx, s.from(r))
	d.Accounts, d.Form.APIURL = known.accounts, job.DefaultAPIURL
	return d, err
}

// addAccount keeps an account that the API answers for. The token is posted this once.
func (s *server) addAccount(w http.ResponseWriter, r *request) error {
	if err := r.form(w); err != nil {
		return err
	}
	field := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	form := accountForm{field("name"), field("idInstance"), field("apiUrl")}
	err := job.CheckAccountName(form.Name)
	var kept *job.LoginResult
	if err == nil {
		kept, err = job.Login(r.Context(), job.LoginOptions{State: s.dir, Name: form.Name, IDInstance: form.IDInstance, APIURL: form.APIURL,
			Token: field("token"), Hooks: s.options.Hooks})
	}
	if err != nil {
		d, derr := s.accountsData(r.Context(), r)
		d.Form, d.Trouble = form, s.trouble(err)
		v := view{Title: words.New("page/accounts"), Screen: "accounts", Data: d}
		return errors.Join(derr, s.showAs(w, r, http.StatusUnprocessableEntity, "accounts", v))
	}
	if kept.Trouble != nil {
		r.session.tell(note{Fact: words.New("page/account-trouble", "name", kept.Name, "why", kept.Trouble), Trouble: true})
	} else {
		r.told("page/account-kept", "name", kept.Name, "phone", phone(kept.Phone))
	}
	return r.back(w, address(r.base, "accounts"))
}

// tryAccount asks the API for an account's state.
func (s *server) tryAccount(w http.ResponseWriter, r *request) error {
	name := r.PathValue("name")
	tried, err := job.Try(r.Context(), job.TryOptions{From: job.From{State: s.dir, Accounts: []string{name}}, Hooks: s.options.Hooks})
	switch {
	case err != nil:
		r.session.tell(note{Fact: words.New("page/account-trouble", "name", name, "why", err), Trouble: true})
	case tried.Trouble != nil:
		r.session.tell(note{Fact: words.New("page/account-trouble", "name", name, "why", tried.Trouble), Trouble: true})
	default:
		r.told("page/account-works", "name", name, "phone", phone(tried.Phone), "n", tried.Queued)
	}
	return r.back(w, address(r.base, "accounts"))
}

func (s *server) forgetAccount(w http.ResponseWriter, r *request) error {
	gone, err := job.Logout(job.LogoutOptions{State: s.dir, Name: r.PathValue("name")})
	if err != nil {
		return err
	}
	r.told("page/account-forgotten", "name", gone.Name)
	return r.back(w, address(r.base, "accounts"))
}

// phone is a number as people write it; digits that are none stay as they are.
func phone(digits string) string {
	if digits == "" {
		return "?"
	}
	return "+" + digits
}
