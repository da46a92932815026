package ui

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"contactcast/internal/words"
)

// mostUpload is how large an uploaded list may be. The importer reads a million rows in little
// memory; what is larger than this is no list of people.
const mostUpload = 512 << 20

// mostForm is how large any other form may be.
const mostForm = 1 << 20

// form reads a form without files.
func (r *request) form(w http.ResponseWriter) error {
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	return r.ParseForm()
}

// files reads a form with files, one part after the other and none into memory: each file is
// passed on as it comes. The other fields are in the form once all is read.
func (r *request) files(w http.ResponseWriter, most int64, each func(field, name string, content io.Reader) error) error {
	r.Body = http.MaxBytesReader(w, r.Body, most)
	if err := r.ParseForm(); err != nil {
		return err
	}
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) { // and all of it is read
		return nil
	}
	if err != nil {
		return err
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := r.part(part, each); err != nil {
			return err
		}
	}
}

// mostField is how long a field's text may be: a million pasted numbers.
const mostField = 16 << 20

func (r *request) part(part *multipart.Part, each func(field, name string, content io.Reader) error) error {
	defer part.Close()
	if part.FileName() == "" {
		value, err := io.ReadAll(io.LimitReader(part, mostField+1))
		if err == nil && len(value) > mostField {
			err = &http.MaxBytesError{Limit: mostField} // half of what was pasted is worse than nothing
		}
		if err == nil {
			r.Form.Add(part.FormName(), string(value))
		}
		return err
	}
	return each(part.FormName(), part.FileName(), part)
}

// errNoFile says that a form came without its file.
var errNoFile = &Error{Reason: words.New("page/no-file-chosen")}
