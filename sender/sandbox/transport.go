package sandbox

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
)

// RoundTrip serves a client's request without a network, so that a test can run in a synctest bubble. It calls
// the request's httptrace hooks, reports a dropped connection as io.EOF and returns with the request's context.
func (s *Sandbox) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	sent(httptrace.ContextClientTrace(r.Context()), r.URL.Host)
	served := r.Clone(r.Context())
	if served.Body == nil {
		served.Body = http.NoBody
	}
	answer, err := s.capture(served)
	if late := r.Context().Err(); late != nil {
		return nil, late
	}
	if err != nil {
		return nil, err
	}
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GotFirstResponseByte != nil {
		trace.GotFirstResponseByte()
	}
	return &http.Response{
		Status: http.StatusText(answer.status), StatusCode: answer.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: answer.header, Body: io.NopCloser(&answer.body), ContentLength: int64(answer.body.Len()), Request: r,
	}, nil
}

// sent tells the client's trace that a connection was had and the whole request written.
func sent(trace *httptrace.ClientTrace, host string) {
	if trace == nil {
		return
	}
	if trace.GetConn != nil {
		trace.GetConn(host)
	}
	if trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	if trace.WroteHeaders != nil {
		trace.WroteHeaders()
	}
	if trace.WroteRequest != nil {
		trace.WroteRequest(httptrace.WroteRequestInfo{})
	}
}

// capture runs the handler as net/http would.
func (s *Sandbox) capture(r *http.Request) (answer *captured, err error) {
	answer = &captured{status: http.StatusOK, header: http.Header{}}
	defer func() {
		if p := recover(); p != nil {
			cause, _ := p.(error)
			if !errors.Is(cause, http.ErrAbortHandler) {
				panic(p)
			}
			err = io.EOF
		}
	}()
	s.ServeHTTP(answer, r)
	return answer, nil
}

// captured is a ResponseWriter into memory.
type captured struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func (c *captured) Header() http.Header         { return c.header }
func (c *captured) Write(b []byte) (int, error) { return c.body.Write(b) }
func (c *captured) WriteHeader(status int)      { c.status = status }
