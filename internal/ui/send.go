package ui

import (
	"net/http"

	"contactcast/internal/words"
)

// sendRoutes are the third screen's: the plan, a test, and sending as it goes on.
func (s *server) sendRoutes(r routes) {
	r.on("GET /lists/{name}/send", s.showSend)
}

func (s *server) showSend(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	return s.show(w, r, "send", view{Title: words.New("page/send", "name", l.Name), Screen: "send", List: l.Name})
}
