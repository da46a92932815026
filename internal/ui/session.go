package ui

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"net/url"
	"sync"
	"time"

	"contactcast/internal/words"
)

// sessions are the browsers that may see the page. One comes in by a token that the program
// put into the address it opened, which works once; from then on it shows its cookie.
type sessions struct {
	cookie string // its name, which carries the port: cookies are not kept apart by it
	key    string // by which another start of the program asks for a token

	mu     sync.Mutex
	tokens map[string]launch
	open   map[string]*session
}

// launch is what a token stands for.
type launch struct {
	to   string // the view to show
	at   time.Time
	used bool
}

// session is one browser's.
type session struct {
	mu    sync.Mutex
	notes []note // to be shown with the next view
}

// note is something that was just done, or was not.
type note struct {
	words.Fact
	Trouble bool
}

// tokenTime is how long a token waits for its browser.
const tokenTime = 5 * time.Minute

func newSessions(port string) *sessions {
	return &sessions{cookie: "contactcast-" + port, key: rand.Text(), tokens: map[string]launch{}, open: map[string]*session{}}
}

// launch returns an address, without its host, that shows a view once.
func (s *sessions) launch(to string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := rand.Text()
	s.tokens[token] = launch{to: to, at: time.Now()}
	return "/launch?token=" + url.QueryEscape(token)
}

// of returns the session of a request, or nil.
func (s *sessions) of(r *http.Request) *session {
	c, err := r.Cookie(s.cookie)
	if err != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open[c.Value] // 130 random bits: a comparison's time tells nothing worth knowing
}

// enter exchanges a token for a cookie, and says which view was meant. A token that comes a
// second time may have been read by somebody else, who was first: then nobody is let in any more.
func (s *sessions) enter(w http.ResponseWriter, r *http.Request) (to string, ok bool) {
	known := s.of(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	token := r.URL.Query().Get("token")
	l, found := s.tokens[token]
	switch {
	case found && known != nil:
		l.used = true
		s.tokens[token] = l
		return l.to, true
	case !found || time.Since(l.at) > tokenTime:
		return "", false
	case l.used:
		clear(s.open)
		return "", false
	}
	l.used = true
	s.tokens[token] = l
	id := rand.Text()
	s.open[id] = &session{}
	http.SetCookie(w, &http.Cookie{Name: s.cookie, Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	return l.to, true
}

// mayLaunch reports whether a request comes from another start of the program, which has read the key.
func (s *sessions) mayLaunch(r *http.Request) bool {
	return subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+s.key)) == 1
}

// tell has the next view show something.
func (s *session) tell(n note) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notes = append(s.notes, n)
}

// told returns what is to be shown, once.
func (s *session) told() []note {
	s.mu.Lock()
	defer s.mu.Unlock()
	notes := s.notes
	s.notes = nil
	return notes
}
