package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// call is one request for a method, admitted to the account.
type call struct {
	method  string
	number  int // of the requests for this method since Open, from 1
	query   url.Values
	body    []byte
	now     time.Time
	message sendContactRequest // of sendContact only
	problem *reply             // why that cannot be used
	late    time.Duration      // how much later the acceptance is to happen
}

// reply is what is answered: body is JSON to be, or bytes to be sent as they are.
type reply struct {
	status     int
	body       any
	retryAfter time.Duration
	drop, hang bool
	marked     bool // a byte order mark stands before the body
	undated    bool // no Date stands in the header
}

func refuse(status int, message string) reply {
	return reply{status: status, body: failure{status, message}}
}

// failure is the body of most errors.
type failure struct {
	StatusCode int    `json:"statusCode"`
	Message    string `json:"message"`
}

// maxBody is the documented 100 kB a JSON body may have.
const maxBody = 100 << 10

// ServeHTTP answers the methods of the API under /waInstance{idInstance}/ and the controls under /sandbox/.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/sandbox/"); ok {
		s.control(w, r, rest)
		return
	}
	s.send(w, r, s.answer(r))
}

// answer decides everything about a request: the effect is complete when it returns.
func (s *Sandbox) answer(r *http.Request) reply {
	if r.Method == http.MethodOptions {
		return reply{status: http.StatusNoContent}
	}
	instance, method, token, ok := splitPath(r.URL.Path)
	switch {
	case !ok:
		return page(http.StatusNotFound)
	case s.options.IDInstance != "" && instance != s.options.IDInstance:
		return refuse(http.StatusForbidden, "Forbidden")
	case s.options.Token != "" && token != s.options.Token:
		return reply{status: http.StatusUnauthorized}
	}
	spec, ok := methods[method]
	if !ok || spec.verb != r.Method {
		return page(http.StatusNotFound)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return reply{drop: true}
	}
	if len(body) > maxBody {
		return refuse(http.StatusInternalServerError, "request entity too large")
	}
	c := call{method: method, query: r.URL.Query(), body: body}
	if method == "sendContact" {
		c.message, c.problem = decodeSendContact(r.Header.Get("Content-Type"), body, s.options.PhoneDigits)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Header.Get("Idempotency-Key") != "" {
		s.forbidden = append(s.forbidden, "Idempotency-Key")
	}
	return s.handle(c, spec)
}

// splitPath takes /waInstance{idInstance}/{method}/{token} apart; deleteNotification has one more segment.
func splitPath(path string) (instance, method, token string, ok bool) {
	path, ok = strings.CutPrefix(path, "/waInstance")
	parts := strings.Split(path, "/")
	if !ok || len(parts) < 3 || len(parts) > 3 && parts[1] != "deleteNotification" {
		return "", "", "", false
	}
	return parts[0], parts[1], parts[2], true
}

// handle passes an admitted call through limits, quota and faults to its method.
func (s *Sandbox) handle(c call, spec method) reply {
	c.now = time.Now()
	s.catchUp(c.now)
	s.calls[c.method]++
	c.number = s.calls[c.method]
	allowed := s.allow(c.method, spec.perSecond, c.now)
	s.note(c.method, c.now, !allowed)
	if !allowed {
		return refuse(http.StatusTooManyRequests, "Too Many Requests")
	}
	if over, exceeded := s.overQuota(c); exceeded {
		return over
	}
	f := s.fault(c)
	if f != nil && f.When == Before {
		return f.reply()
	}
	if f != nil {
		c.late = f.Late
	}
	if f != nil && f.Kind == ClockSet {
		s.setClock(f.Ahead, c.now)
	}
	answer := s.serve(c, spec)
	if f == nil || answer.status != http.StatusOK {
		return answer
	}
	if !f.rightAnswer() {
		return f.reply()
	}
	answer.marked, answer.undated = f.Kind == Marked, f.Kind == Undated
	return answer
}

// serve is the method itself, unless the account is in no state to.
func (s *Sandbox) serve(c call, spec method) reply {
	switch s.record.state {
	case StateExpired:
		return refuse(http.StatusBadRequest, "Instance account is expired. Renew your instance from personal area")
	case StateDeleted:
		return refuse(http.StatusBadRequest, "Instance is deleted")
	}
	return spec.serve(s, c)
}

// send writes the answer, after the latency.
func (s *Sandbox) send(w http.ResponseWriter, r *http.Request, a reply) {
	if s.options.Latency > 0 {
		s.wait(r, s.options.Latency)
	}
	if a.hang {
		s.wait(r, -1)
	}
	if a.hang || a.drop {
		panic(http.ErrAbortHandler) // net/http's way to close the connection without an answer
	}
	h := w.Header()
	s.date(h, a.undated)
	h.Set("Access-Control-Allow-Origin", "*")
	if a.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(a.retryAfter.Seconds())))
	}
	body, isRaw := a.body.([]byte)
	if !isRaw && a.body != nil {
		var err error
		if body, err = json.Marshal(a.body); err != nil {
			panic(err) // a wire struct that is no JSON is a mistake in this package
		}
	}
	h.Set("Content-Type", contentType(body))
	if a.marked {
		body = append([]byte("\uFEFF"), body...)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // the client may be gone
}

// date sets the Date header, or has net/http leave it out.
func (s *Sandbox) date(h http.Header, undated bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if undated || s.clock.undated {
		h["Date"] = nil
		return
	}
	h.Set("Date", s.clock.shows(time.Now()).UTC().Format(http.TimeFormat))
}

// wait returns after d (never, if negative), or when the client or the sandbox goes.
func (s *Sandbox) wait(r *http.Request, d time.Duration) {
	var over <-chan time.Time
	if d >= 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-over:
	case <-r.Context().Done():
	case <-s.closed:
	}
}

func contentType(body []byte) string {
	if len(body) > 0 && body[0] == '<' {
		return "text/html"
	}
	return "application/json; charset=utf-8"
}

// page is an answer of the gateway in front of the API.
func page(status int) reply {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	html := fmt.Sprintf("<html>\r\n<head><title>%[1]s</title></head>\r\n<body>\r\n<center><h1>%[1]s</h1></center>\r\n"+
		"<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n", title)
	return reply{status: status, body: []byte(html)}
}
