//go:build unix

package pgtest

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// Server is a private server in a temporary folder, that makes commits durable as a real one does. It listens on loopback.
type Server struct {
	bin, dir string
	port     int
	as       *syscall.Credential // nil: whoever runs the test
	process  *exec.Cmd
	over     chan struct{} // closed when process has ended
	made     atomic.Int64  // databases
}

// New makes and starts a server. It returns ErrNone if there is none to start. Close ends it.
func New() (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, dir: dir}
	if err := errors.Join(s.demote(), s.initialize()); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := s.Start(); err != nil {
		err = fmt.Errorf("%w\n%s", err, s.Log())
		s.Close()
		return nil, err
	}
	return s, nil
}

// binaries finds the folder of the newest server's programs.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil { // the other programs are beside the real one
			return filepath.Dir(path), nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is a good one
	if len(found) == 0 {
		return "", ErrNone
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path)))) // 0 comes first
		return n
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
}

// demote has the server run as somebody else than root, which it refuses to do.
func (s *Server) demote() error {
	if os.Geteuid() != 0 {
		return nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		who, err = user.Lookup("nobody")
	}
	if err != nil {
		return fmt.Errorf("%w that can be started as root: %w", ErrNone, err)
	}
	uid, err := strconv.Atoi(who.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(who.Gid)
	if err != nil {
		return err
	}
	s.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(s.dir, uid, gid)
}

// command is one of the server's programs.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as, Setpgid: true} // Ctrl-C is the test's
	return cmd
}

func (s *Server) initialize() error {
	out, err := s.command("initdb", "--pgdata", s.data(), "--username", "test", "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// Start starts the server again after Stop.
func (s *Server) Start() error {
	if s.port == 0 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		s.port = l.Addr().(*net.TCPAddr).Port
		if err := l.Close(); err != nil {
			return err
		}
	}
	log, err := os.OpenFile(s.logPath(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := s.command("postgres", "-D", s.data(), "-k", s.dir, "-h", "127.0.0.1", "-p", strconv.Itoa(s.port),
		"-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "shared_buffers=16MB", "-c", "max_connections=60",
		"-c", "max_wal_size=64MB", "-c", "log_min_messages=warning", "-c", "log_statement=none")
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	over := make(chan struct{})
	go func() {
		_ = cmd.Wait() // how it ended stands in its log
		close(over)
	}()
	s.process, s.over = cmd, over
	return s.ready()
}

// ready waits until the server answers.
func (s *Server) ready() error {
	for begun := time.Now(); time.Since(begun) < time.Minute; {
		select {
		case <-s.over:
			return errors.New("the server ended at once")
		default:
		}
		if s.command("pg_isready", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port), "-d", "postgres", "-U", "test").Run() == nil {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.New("the server does not answer")
}

// A Mode is how a server is stopped.
type Mode syscall.Signal

// The modes, as pg_ctl calls them.
const (
	Fast      = Mode(syscall.SIGINT)  // transactions are rolled back, then it ends
	Immediate = Mode(syscall.SIGQUIT) // it ends at once, and recovers when it starts again
)

// Stop stops the server, and returns when it has ended.
func (s *Server) Stop(how Mode) {
	if s.process != nil {
		_ = s.process.Process.Signal(syscall.Signal(how)) // it may have ended
		<-s.over
	}
}

// Close stops the server for good and removes all that is its.
func (s *Server) Close() {
	s.Stop(Immediate)
	_ = os.RemoveAll(s.dir) // it is in a temporary folder
}

// Addr is where the server listens.
func (s *Server) Addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// Database makes a new, empty database, and returns its address.
func (s *Server) Database() (string, error) {
	name := fmt.Sprintf("test%d", s.made.Add(1))
	if _, err := s.SQL("postgres", "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	return s.URL(name), nil
}

// URL is the address of a database.
func (s *Server) URL(database string) string {
	return "postgres://test@" + s.Addr() + "/" + database + "?sslmode=disable"
}

// SQL runs statements in a database, each of them by itself, and returns what they say, without headings.
func (s *Server) SQL(database string, statements ...string) (string, error) {
	args := []string{"-h", "127.0.0.1", "-p", strconv.Itoa(s.port), "-U", "test", "-d", database, "-XAtq", "-v", "ON_ERROR_STOP=1"}
	for _, statement := range statements {
		args = append(args, "-c", statement)
	}
	out, err := s.command("psql", args...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("psql: %w: %s", err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

func (s *Server) logPath() string { return filepath.Join(s.dir, "log") }

// Log returns the last of what the server has said.
func (s *Server) Log() string {
	said, err := os.ReadFile(s.logPath())
	if err != nil {
		return err.Error()
	}
	lines := bytes.Split(said, []byte("\n"))
	return string(bytes.Join(lines[max(0, len(lines)-40):], []byte("\n")))
}
