package ui

import (
	"io"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"

	"contactcast/internal/job"
)

// cardFields are the fields of a card for everybody.
func cardFields() []string {
	return []string{"phoneContact", "firstName", "middleName", "lastName", "company"}
}

// CardFields are the fields of a card for everybody.
func (settings) CardFields() []string { return cardFields() }

// OneCard reports whether there is a card for everybody.
func (s settings) OneCard() bool {
	if s.SetContact != "" || s.Card != nil {
		return true
	}
	for _, f := range cardFields() {
		if s.Set[f] != "" {
			return true
		}
	}
	return false
}

// CardValue is a field of the card for everybody.
func (s settings) CardValue(field string) string {
	if c := s.Card; c != nil {
		switch field {
		case "phoneContact":
			return "+" + strconv.FormatInt(c.PhoneContact, 10)
		case "firstName":
			return c.FirstName
		case "middleName":
			return c.MiddleName
		case "lastName":
			return c.LastName
		case "company":
			return c.Company
		}
	}
	return s.Set[field]
}

// mostCard is how large a contact card may be.
const mostCard = 16 << 20

// cardForAll has one card go to everybody, typed or from a file, or each row's own again.
func (s *server) cardForAll(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	file := ""
	err = r.files(w, mostCard, func(_, name string, content io.Reader) error {
		if l.Folder == "" {
			return errNotFound
		}
		folder, err := s.shelf.within(l)
		if err != nil {
			return err
		}
		file = filepath.Join(folder, safeName(name))
		return copyOwn(file, content)
	})
	if err != nil {
		return err
	}
	if l, err = s.spelled(r, l); err != nil {
		return err
	}
	err = s.shelf.change(l.Name, l.Trial, func(now *list) {
		now.Reading, now.Said = cardSaid(l.Reading, r, file), true
	})
	if err != nil {
		return err
	}
	return r.back(w, address(r.base, "lists", l.Name, "check"))
}

// cardSaid is a reading with the card that was posted: a file's, the one that was typed, or none.
func cardSaid(was job.Reading, r *request, file string) job.Reading {
	now := was
	now.SetContact, now.Card = "", nil
	now.Set, now.Map = map[string]string{}, map[string]string{}
	for f, v := range was.Set {
		if f == "chatId" || f == "quotedMessageId" {
			now.Set[f] = v
		}
	}
	if r.Form.Get("do") != "none" && file == "" {
		for _, f := range cardFields() {
			if v := strings.TrimSpace(r.Form.Get(f)); v != "" {
				now.Set[f] = v
			}
		}
	}
	now.SetContact = file
	for f, v := range was.Map {
		if _, set := now.Set[f]; !set && (file == "" || f == "chatId" || f == "quotedMessageId") {
			now.Map[f] = v
		}
	}
	return now
}
