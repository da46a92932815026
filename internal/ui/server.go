package ui

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// server is what all views share.
type server struct {
	options  Options
	dir      string // the state folder
	origin   string // http://127.0.0.1:port
	sessions *sessions
	views    *views
	lang     words.Language
	shelf    *shelf
	checks   *checks
	runs     runs

	ctx  context.Context // of what goes on beyond a request; done when the program ends
	stop func()
	wait sync.WaitGroup
}

func newServer(o Options, dir, address string) (*server, error) {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	s := &server{options: o, dir: dir, origin: "http://" + address, sessions: newSessions(port), lang: words.English()}
	if s.shelf, err = openShelf(dir); err != nil {
		return nil, err
	}
	if s.views, err = parseViews(s.lang); err != nil {
		return nil, err
	}
	var cancel func()
	s.ctx, cancel = context.WithCancel(context.Background())
	s.checks = &checks{}
	s.stop = func() {
		cancel()
		s.wait.Wait()
		s.checks.close()
	}
	return s, nil
}

// handler is everything that is served. Each screen adds its own routes, once for the accounts
// and once, under /try, for the simulated one.
func (s *server) handler() http.Handler {
	m := http.NewServeMux()
	m.Handle("GET /assets/", assets())
	m.HandleFunc("GET /launch", s.enter)
	m.HandleFunc("POST /launch", s.launch)
	for _, base := range []string{"", trialBase} {
		r := routes{s, m, base}
		s.listRoutes(r)
		s.accountRoutes(r)
		s.neverRoutes(r)
		s.checkRoutes(r)
		s.sendRoutes(r)
		s.resultRoutes(r)
	}
	m.Handle("/", s.inside("", func(w http.ResponseWriter, r *request) error { return errNotFound }))
	return guard(s.origin, m)
}

// trialBase is where the views of the simulated account are.
const trialBase = "/try"

// routes adds routes under a base.
type routes struct {
	s    *server
	m    *http.ServeMux
	base string
}

// request is a request of somebody who was let in.
type request struct {
	*http.Request
	session *session
	base    string // "" or trialBase
}

// trial reports whether the simulated account is meant.
func (r *request) trial() bool { return r.base == trialBase }

// on adds a route: "GET /never". An error is answered in words.
func (r routes) on(pattern string, serve func(http.ResponseWriter, *request) error) {
	method, path, _ := strings.Cut(pattern, " ")
	r.m.Handle(method+" "+r.base+path, r.s.inside(r.base, serve))
}

// inside serves those who were let in.
func (s *server) inside(base string, serve func(http.ResponseWriter, *request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		session := s.sessions.of(hr)
		if session == nil {
			s.outside(w, "page/outside")
			return
		}
		r := &request{hr, session, base}
		if err := serve(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// enter lets a browser in by its token.
func (s *server) enter(w http.ResponseWriter, r *http.Request) {
	to, ok := s.sessions.enter(w, r)
	if !ok {
		s.outside(w, "page/token-used")
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// launch gives another start of the program an address to open.
func (s *server) launch(w http.ResponseWriter, r *http.Request) {
	if !s.sessions.mayLaunch(r) {
		http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
		return
	}
	file, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<10))
	to := "/"
	if err == nil {
		to, err = s.first(string(file))
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	_, _ = io.WriteString(w, s.sessions.launch(to)) // whoever asked may have gone
}

// first is the view to begin with.
func (s *server) first(file string) (string, error) {
	if file == "" {
		return "/", nil
	}
	l, err := s.shelf.adopt(file)
	if err != nil {
		return "", err
	}
	return address("", "lists", l.Name, "check"), nil
}

// from is the account that a view's verbs work for.
func (s *server) from(r *request) job.From {
	return job.From{State: s.dir, Sandbox: r.trial()}
}

// errNotFound is a view that is not there.
var errNotFound = errors.New("not found")

// address is a view's, each part whole whatever is in it.
func address(base string, parts ...string) string {
	var b strings.Builder
	b.WriteString(base)
	for _, p := range parts {
		b.WriteString("/" + url.PathEscape(p))
	}
	if len(parts) == 0 {
		b.WriteString("/")
	}
	return b.String()
}

// home is the first screen.
func (r *request) home() string { return address(r.base) }

// back answers a form: the browser gets the view that shows what came of it.
func (r *request) back(w http.ResponseWriter, to string) error {
	http.Redirect(w, r.Request, to, http.StatusSeeOther)
	return nil
}

// told has the next view say something.
func (r *request) told(code words.Code, pairs ...any) {
	r.session.tell(note{Fact: words.New(code, pairs...)})
}
