// Package greenapi speaks GREEN-API's WhatsApp methods that contactcast needs: sendContact, and those that only read.
//
// It exists for its errors. Each failure of a request is one of three: *APIError (answered, with an error),
// *NotSentError (nothing left this machine) and *NoAnswerError (nobody knows). The account's token is the last
// segment of every URL; it appears in no error, whatever a server or net/http says.
//
// A sendContact is made once, and when is the caller's business. A reading method of an account is asked once in 1.1 s
// (getMessage nine times a second), whoever asks, and again while it is answered with 429.
package greenapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"
)

const (
	defaultTimeout   = 60 * time.Second
	defaultUserAgent = "contactcast"
	// Bounds of an answer's body, in bytes. A journal of 500 entries may carry thumbnails.
	maxSendAnswer = 1 << 20
	maxReadAnswer = 32 << 20
)

// Options are a Client's settings; the zero value is right for use.
type Options struct {
	// Timeout bounds a whole request, from connecting to the answer's last byte. 0 is 60 seconds.
	Timeout time.Duration
	// Transport replaces the client's own, for tests. It may return a *NotSentError to say that nothing was
	// sent; any other error of it means that the request may have left.
	Transport http.RoundTripper
	// UserAgent is sent with every request. "" is "contactcast".
	UserAgent string
	// InFlight is how many requests run at once, so that as many connections are kept. 0 is 8.
	InFlight int
	// Readings is a file that remembers when each reading method was asked, so that the next process keeps its
	// distance, too; "" remembers nothing. There need not be one.
	Readings string
	// Postponed, if set, is called for reading requests that were answered with 429 and wait. It may be called from
	// several goroutines, and must be quick.
	Postponed func(Postponed)
	// Wall replaces this machine's clock, for tests.
	Wall func() time.Time
}

// Client calls the methods of one account. It may be used by many goroutines at once.
type Client struct {
	credentials Credentials
	base        url.URL // up to and including /waInstance<id>
	transport   http.RoundTripper
	ours        bool // transport is our own, whose connections know what was written
	timeout     time.Duration
	timedOut    error
	userAgent   []string
	scrub       scrubber
	postponed   func(Postponed)

	past   *readings
	mu     sync.Mutex
	gates  map[string]*gate // by method
	count  queueLength      // the last
	wall   func() time.Time
	server *serverTime
}

// New makes a client, or says what is wrong with the account.
func New(account Credentials, opts Options) (*Client, error) {
	account, err := account.Normalize()
	if err != nil {
		return nil, err
	}
	base, err := parseBase(account.APIURL)
	if err != nil {
		return nil, err
	}
	c := &Client{
		credentials: account,
		base:        extend(*base, "/waInstance"+account.IDInstance),
		transport:   opts.Transport,
		ours:        opts.Transport == nil,
		timeout:     opts.Timeout,
		userAgent:   []string{opts.UserAgent},
		scrub:       newScrubber(account.Token),
		postponed:   opts.Postponed,
		past:        openReadings(opts.Readings),
		gates:       map[string]*gate{},
		wall:        opts.Wall,
	}
	if c.wall == nil {
		c.wall = time.Now
	}
	c.server = newServerTime(c.wall)
	if c.ours {
		c.transport = newTransport(opts.InFlight)
	}
	if c.timeout <= 0 {
		c.timeout = defaultTimeout
	}
	if opts.UserAgent == "" {
		c.userAgent[0] = defaultUserAgent
	}
	c.timedOut = fmt.Errorf("timed out after %s: %w", c.timeout, context.DeadlineExceeded)
	return c, nil
}

// Format writes whose client it is, never the token.
func (c *Client) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "greenapi client for "+c.credentials.String())
}

// call is one request to be made.
type call struct {
	verb, method string
	query        string
	body         []byte
	maxAnswer    int64
	intent       Instant // of a sendContact: when its intent was durable
}

// answer is a 200 with its whole body.
type answer struct {
	body []byte
	date time.Time
}

// get calls a reading method.
func (c *Client) get(ctx context.Context, method, query string) (answer, error) {
	return c.read(ctx, call{verb: http.MethodGet, method: method, query: query, maxAnswer: maxReadAnswer})
}

// ask calls a reading method that is a POST.
func (c *Client) ask(ctx context.Context, method string, question any) (answer, error) {
	body, err := encode(question)
	if err != nil {
		return answer{}, &NotSentError{Method: method, Err: err}
	}
	return c.read(ctx, call{verb: http.MethodPost, method: method, body: body, maxAnswer: maxReadAnswer})
}

// do makes the request once. The answer it returns has status 200 and a complete body; all else is an error.
func (c *Client) do(ctx context.Context, call call) (answer, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, c.timedOut)
	defer cancel()
	if err := context.Cause(ctx); err != nil {
		return answer{}, &NotSentError{Method: call.method, Err: err}
	}
	if err := call.stale(); err != nil {
		return answer{}, &NotSentError{Method: call.method, Err: err}
	}
	f, sent := flight{late: call.stale}, Moment()
	resp, err := c.transport.RoundTrip(c.request(f.watch(ctx), call))
	if err != nil {
		return answer{}, c.lost(call.method, err, c.ours && f.neverLeft())
	}
	defer resp.Body.Close()
	body, err := readAll(resp, call.maxAnswer)
	body = bytes.TrimPrefix(body, byteOrderMark)
	var status int
	date, _ := http.ParseTime(resp.Header.Get("Date")) // zero if there is none
	if err == nil {
		status, err = errorStatus(resp.StatusCode, body)
	}
	if _, page := pageTitle(body); err == nil && status == 0 && !page { // a page may be anybody's, with anybody's clock
		c.server.answered(date, sent)
	}
	if err != nil {
		return answer{}, c.noAnswer(call.method, resp.StatusCode, body, err)
	}
	if status != 0 {
		return answer{}, &APIError{
			Method: call.method, Status: status, Body: c.scrub.body(body),
			RetryAfter: retryAfter(resp.Header.Get("Retry-After"), date), Date: date,
		}
	}
	// Whatever echoes the token goes on into ledgers and reports: it is taken out of good answers, too.
	return answer{[]byte(c.scrub.text(string(body))), date}, nil
}

// request is made by hand: http.NewRequest would parse the URL each time and set GetBody, with which net/http may send a POST again.
func (c *Client) request(ctx context.Context, call call) *http.Request {
	u := extend(c.base, "/"+call.method+"/"+c.credentials.Token)
	u.RawQuery = call.query
	req := &http.Request{
		Method: call.verb,
		URL:    &u,
		Header: http.Header{"User-Agent": c.userAgent},
		Body:   http.NoBody,
	}
	if call.body != nil {
		req.Header["Content-Type"] = contentType
		req.Body = io.NopCloser(bytes.NewReader(call.body))
		req.ContentLength = int64(len(call.body))
	}
	return req.WithContext(ctx)
}

// extend returns u with more path, of characters that need no escaping.
func extend(u url.URL, path string) url.URL {
	u.Path += path
	if u.RawPath != "" {
		u.RawPath += path
	}
	return u
}

// byteOrderMark is what some servers put before a text; JSON begins behind it.
var byteOrderMark = []byte("\uFEFF")

var contentType = []string{"application/json"}

// readAll reads a whole body, so that the connection can be used again; longer than limit is an error.
func readAll(resp *http.Response, limit int64) ([]byte, error) {
	if resp.StatusCode < 200 {
		return nil, errors.New("the server wants to speak another protocol")
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err == nil && int64(len(body)) > limit {
		return body, fmt.Errorf("the answer is longer than %d bytes", limit)
	}
	return body, err
}

// lost makes the error of a request that came back without an answer.
func (c *Client) lost(method string, err error, neverLeft bool) error {
	var notSent *NotSentError
	if errors.As(err, &notSent) {
		err, neverLeft = notSent.Err, true
	}
	if neverLeft {
		return &NotSentError{Method: method, Err: c.scrub.error(err)}
	}
	return c.noAnswer(method, 0, nil, err)
}

func (c *Client) noAnswer(method string, status int, body []byte, err error) error {
	return &NoAnswerError{Method: method, Status: status, Body: c.scrub.body(body), Err: c.scrub.error(err)}
}

// unusable is the error of a 200 that does not say what its method promises.
func (c *Client) unusable(method string, a answer, what string) error {
	if title, ok := pageTitle(a.body); ok {
		return c.noAnswer(method, http.StatusOK, a.body, &PageError{Title: title})
	}
	return c.noAnswer(method, http.StatusOK, a.body, errors.New(what))
}

// encode writes JSON without HTML escaping, so that a request reads as the documentation's examples do.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
