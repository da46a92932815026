package job

import (
	"fmt"

	"contactcast/importer"
	"contactcast/internal/words"
)

// ChatsError says that a list of chats not to write to cannot be read.
type ChatsError struct {
	// Use says what the list was named for: "exclude", or a verb.
	Use  string
	File string
	Err  error // a *ChatListError, or another package's error
}

// ChatListError says that somebody whom a list means cannot be read.
type ChatListError = importer.ChatListError

// Error names the file.
func (e *ChatsError) Error() string { return fmt.Sprintf("%s: %v", e.File, e.Err) }

// Unwrap returns the cause.
func (e *ChatsError) Unwrap() error { return e.Err }

// Fact names the file, and what it was named for.
func (e *ChatsError) Fact() words.Fact {
	switch e.Use {
	case "exclude":
		return words.New("chats/exclude", "file", e.File, "cause", e.Err)
	case "kept":
		return words.New("chats/kept", "file", e.File, "cause", e.Err, "why", words.New("exclude/kept-unread"))
	}
	return words.New("chats/verb", "verb", e.Use, "file", e.File, "cause", e.Err)
}

// readChats reads a list of chats not to write to.
func readChats(use, path string, o importer.Options) (*importer.ChatList, error) {
	list, err := importer.ReadChats(path, o)
	if err != nil {
		return nil, &ChatsError{use, path, err}
	}
	return list, nil
}
