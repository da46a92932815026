package ui

import (
	"embed"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"contactcast/internal/job"
)

// sampleFiles are copies of samples/, so that the program needs no other file.
//
//go:embed samples/*.xlsx
var sampleFiles embed.FS

// download makes a file and sends it; write says where it wrote it.
func (s *server) download(w http.ResponseWriter, r *request, name string, write func(path string) (string, error)) error {
	folder, err := os.MkdirTemp("", "contactcast-") // 0700
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	path, err := write(filepath.Join(folder, safeName(name)))
	if err != nil {
		return err
	}
	attach(w, filepath.Base(path))
	http.ServeFile(w, r.Request, path)
	return nil
}

// attach has the browser keep what is sent, under that name.
func attach(w http.ResponseWriter, name string) {
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.Header().Set("Content-Type", "application/octet-stream")
}

func (s *server) downloadTemplate(w http.ResponseWriter, r *request) error {
	return s.download(w, r, "template.xlsx", func(path string) (string, error) { return path, job.Template(path, s.lang) })
}

// sampleNames are the samples to try.
func sampleNames() []string { return []string{"recipients.xlsx", "mistakes.xlsx"} }

func (s *server) downloadSample(w http.ResponseWriter, r *request) error {
	name := r.PathValue("file")
	if !slices.Contains(sampleNames(), name) {
		return errNotFound
	}
	attach(w, name)
	http.ServeFileFS(w, r.Request, sampleFiles, "samples/"+name)
	return nil
}
