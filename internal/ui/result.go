package ui

import (
	"net/http"

	"contactcast/internal/words"
)

// resultRoutes are the fourth screen's: what arrived, what needs a person, and the reports.
func (s *server) resultRoutes(r routes) {
	r.on("GET /lists/{name}/result", s.showResult)
}

func (s *server) showResult(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	return s.show(w, r, "result", view{Title: words.New("page/result", "name", l.Name), Screen: "result", List: l.Name})
}
