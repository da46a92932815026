package greenapi

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"

	"contactcast/internal/card"
)

// discardLog keeps expected noise of test servers out of the output.
var discardLog = log.New(io.Discard, "", 0)

const testToken = "d75b3a66374942c5b3c019c698abc2067e151558acbd412345"

// serve starts a server over a real socket and a client for it.
func serve(t testing.TB, handler http.HandlerFunc, opts Options) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return client(t, server.URL, opts)
}

func client(t testing.TB, apiURL string, opts Options) *Client {
	t.Helper()
	c, err := New(Credentials{APIURL: apiURL, IDInstance: "1101000001", Token: testToken}, opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var theCard = card.Card{ChatID: "79000000001@c.us", Contact: card.Contact{PhoneContact: 79000000002, FirstName: "Anna"}}

func TestSendContactIsAccepted(t *testing.T) {
	var path, contentType string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		path, contentType = r.Method+" "+r.URL.Path, r.Header.Get("Content-Type")
		w.Write([]byte(`{"idMessage":"3EB0C767D097B7C7C030"}`))
	}, Options{})
	got, err := c.SendContact(context.Background(), theCard)
	if err != nil || got.IDMessage != "3EB0C767D097B7C7C030" || got.Date.IsZero() {
		t.Fatalf("got %v, %v", got, err)
	}
	if want := "POST /waInstance1101000001/sendContact/" + testToken; path != want {
		t.Errorf("path %q, want %q", path, want)
	}
	if contentType != "application/json" {
		t.Errorf("content type %q", contentType)
	}
}
