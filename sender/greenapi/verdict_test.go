package greenapi

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// What an answer means. kind is "ok", "api" or "doubt"; status is the error's.
func TestAnswers(t *testing.T) {
	const html = "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"
	const chatQuota = `{"invokeStatus":{"method":"sendcontact","used":67,"total":0,"status":"QUOTE_ALLOWED"},` +
		`"correspondentsStatus":{"method":"correspondents","used":"3","total":"3","status":"CORRESPONDENTS_QUOTE_EXCEEDED","description":"Monthly quota has been exceeded."}}`
	tests := []struct {
		name   string
		status int
		body   string
		kind   string
		want   int
		says   string
	}{
		{"accepted", 200, `{"idMessage":"3EB0"}`, "ok", 0, ""},
		{"accepted, with more", 200, ` {"idMessage":"3EB0","code":200,"invokeStatus":{"status":"QUOTE_ALLOWED"},"x":[1]}` + "\n", "ok", 0, ""},
		{"accepted, odd fields", 200, `{"code":null,"invokeStatus":"none","correspondentsStatus":[],"idMessage":"3EB0"}`, "ok", 0, ""},

		{"error in a 200", 200, `{"code":401,"description":"Unauthorized"}`, "api", 401, "unauthorized"},
		{"error in a 200, after blanks", 200, "\r\n {\"code\":401}", "api", 401, ""},
		{"error in a 200, as text", 200, `{"statusCode":"500","message":"x"}`, "api", 500, "x"},
		{"chat quota in a 200", 200, chatQuota, "api", 466, "quota"},
		{"method quota in a 200", 200, `{"invokeStatus":{"status":"QUOTA_EXCEEDED"}}`, "api", 466, ""},
		{"both an id and an error", 200, `{"idMessage":"3EB0","code":500}`, "doubt", 200, ""},
		{"empty", 200, ``, "doubt", 200, ""},
		{"text", 200, `OK`, "doubt", 200, ""},
		{"HTML", 200, html, "doubt", 200, ""},
		{"empty object", 200, `{}`, "doubt", 200, ""},
		{"null", 200, `null`, "doubt", 200, ""},
		{"list", 200, `[{"idMessage":"3EB0"}]`, "doubt", 200, ""},
		{"empty id", 200, `{"idMessage":""}`, "doubt", 200, ""},
		{"blank id", 200, `{"idMessage":" "}`, "doubt", 200, ""},
		{"null id", 200, `{"idMessage":null}`, "doubt", 200, ""},
		{"number as id", 200, `{"idMessage":17}`, "doubt", 200, ""},
		{"object as id", 200, `{"idMessage":{"id":"3EB0"}}`, "doubt", 200, ""},
		{"cut short", 200, `{"idMessage":"3EB0"`, "doubt", 200, ""},
		{"two answers", 200, `{"idMessage":"3EB0"}{"idMessage":"3EB1"}`, "doubt", 200, ""},
		{"code of no error", 200, `{"code":7}`, "doubt", 200, ""},
		{"created", 201, `{"idMessage":"3EB0"}`, "doubt", 201, ""},
		{"no content", 204, ``, "doubt", 204, ""},

		{"redirect", 301, ``, "api", 301, ""},
		{"redirect that keeps the verb", 307, ``, "api", 307, ""},
		{"not modified", 304, ``, "api", 304, ""},
		{"starting", 400, `instance in starting process try later`, "api", 400, "STARTING process"},
		{"validation", 400, `{"statusCode":400,"message":"Validation failed. Details: 'chatId' is required"}`, "api", 400, "validation failed"},
		{"wrong token", 401, ``, "api", 401, ""},
		{"wrong host", 403, `Forbidden`, "api", 403, "forbidden"},
		{"wrong path", 404, html, "api", 404, "nginx"},
		{"wrong verb", 405, ``, "api", 405, ""},
		{"too large", 413, html, "api", 413, ""},
		{"too many", 429, ``, "api", 429, ""},
		{"chat quota", 466, chatQuota, "api", 466, "correspondents_quote_exceeded"},
		{"quota, but another status within", 466, `{"code":500}`, "api", 466, ""},
		{"client closed", 499, ``, "api", 499, ""},
		{"large JSON", 500, `request entity too large`, "api", 500, "entity too large"},
		{"bad gateway", 502, html, "api", 502, "bad gateway"},
		{"unavailable", 503, ``, "api", 503, ""},
		{"gateway timeout", 504, html, "api", 504, ""},
		{"an error with an id", 500, `{"idMessage":"3EB0"}`, "api", 500, ""},
		{"unheard of", 799, `?`, "api", 799, "?"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", "/nowhere")
				w.WriteHeader(test.status)
				w.Write([]byte(test.body))
			}, Options{})
			got, err := c.SendContact(context.Background(), theCard)
			assertNoToken(t, err)
			kind, status := "ok", 0
			var api *APIError
			var doubt *NoAnswerError
			switch {
			case errors.As(err, &api):
				kind, status = "api", api.Status
				if api.Body != test.body || api.Method != "sendContact" || api.Date.IsZero() || !api.Says(test.says) || api.Says("never") {
					t.Errorf("got %+v, want body %q that says %q", api, test.body, test.says)
				}
			case errors.As(err, &doubt):
				kind, status = "doubt", doubt.Status
				if doubt.Body != test.body {
					t.Errorf("body %q, want %q", doubt.Body, test.body)
				}
			case err != nil:
				kind = "?"
			}
			if kind != test.kind || status != test.want || (got.IDMessage == "3EB0") != (kind == "ok") {
				t.Errorf("got %s %d, id %q, %v; want %s %d", kind, status, got.IDMessage, err, test.kind, test.want)
			}
		})
	}
}

func TestRetryAfter(t *testing.T) {
	date := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	tests := []struct {
		header string
		want   time.Duration
	}{
		{"", 0}, {"3", 3 * time.Second}, {"1.5", 1500 * time.Millisecond}, {"0", 0}, {"-5", 0}, {"soon", 0}, {"NaN", 0},
		{"99999999999999999999", maxRetryAfter}, {"Inf", maxRetryAfter},
		{"Fri, 02 Jan 2026 03:04:35 GMT", 30 * time.Second},
		{"Fri, 02 Jan 2026 03:04:00 GMT", 0},
		{"Fri, 02 Jan 2099 03:04:00 GMT", maxRetryAfter},
	}
	for _, test := range tests {
		if got := retryAfter(test.header, date); got != test.want {
			t.Errorf("%q: %v, want %v", test.header, got, test.want)
		}
	}
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(429)
	}, Options{})
	_, err := c.SendContact(context.Background(), theCard)
	var api *APIError
	if !errors.As(err, &api) || api.RetryAfter != 7*time.Second {
		t.Errorf("got %#v", err)
	}
}

func TestReason(t *testing.T) {
	tests := []struct{ body, want string }{
		{"", ""},
		{" bad request\n data ", "bad request data"},
		{`{"statusCode":400,"message":"Validation failed","error":"Bad Request"}`, "Validation failed"},
		{`{"code":401,"description":"Unauthorized"}`, "Unauthorized"},
		{`{"correspondentsStatus":{"description":"Monthly quota"}}`, "Monthly quota"},
		{`{"x":1}`, `{"x":1}`},
		{"<html><style>b {}</style><h1>502 Bad\nGateway</h1><hr>nginx", "502 Bad Gateway nginx"},
		{strings.Repeat("ф", 400), strings.Repeat("ф", 300) + "..."},
	}
	for _, test := range tests {
		if got := Reason(test.body); got != test.want {
			t.Errorf("%q: %q, want %q", test.body, got, test.want)
		}
	}
}

func TestErrorTexts(t *testing.T) {
	tests := []struct {
		err  error
		want string
	}{
		{&APIError{Method: "sendContact", Status: 401}, "sendContact: HTTP 401 Unauthorized"},
		{&APIError{Method: "sendContact", Status: 466, Body: "quota"}, "sendContact: HTTP 466: quota"},
		{&NotSentError{Method: "sendContact", Err: context.Canceled}, "sendContact: not sent: context canceled"},
		{&NoAnswerError{Method: "sendContact", Err: context.Canceled}, "sendContact: no usable answer: context canceled"},
		{&NoAnswerError{Method: "getSettings", Status: 200, Err: errors.New("cut")}, "getSettings: no usable answer (HTTP 200): cut"},
	}
	for _, test := range tests {
		if got := test.err.Error(); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
