package greenapi_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"contactcast/internal/card"
	"contactcast/sender/greenapi"
)

// A card is queued, or an error says which of three happened: the API refused it, nothing left this machine, or nobody
// knows. After the last, sending it again may send it twice.
func ExampleClient_SendContact() {
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"idMessage":"3EB0C767D097B7C7C030"}`)
	}))
	defer api.Close()
	client, err := greenapi.New(greenapi.Credentials{APIURL: api.URL, IDInstance: "1101000001", Token: "sandbox-token"}, greenapi.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}

	anna := card.Card{ChatID: "447700900001@c.us", Contact: card.Contact{PhoneContact: 447700900555, FirstName: "Anna"}}
	receipt, err := client.SendContact(context.Background(), anna)
	var refused *greenapi.APIError
	var notSent *greenapi.NotSentError
	switch {
	case err == nil:
		fmt.Println("queued as", receipt.IDMessage)
	case errors.As(err, &refused):
		fmt.Println("refused:", refused.Status)
	case errors.As(err, &notSent):
		fmt.Println("not sent:", err)
	default:
		fmt.Println("in doubt:", err)
	}
	// Output: queued as 3EB0C767D097B7C7C030
}
