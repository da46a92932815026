package cli

import (
	"errors"
	"fmt"

	"contactcast/importer"
)

// readChats reads a list of chats that a flag or verb names.
func readChats(flag, path string, o importer.Options) (*importer.ChatList, error) {
	list, err := importer.ReadChats(path, o)
	if e, ok := errors.AsType[*importer.ChatListError](err); ok {
		return nil, &startError{e.Code, fmt.Errorf("%s %s: %w", flag, path, e)}
	}
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", flag, path, err)
	}
	return list, nil
}
