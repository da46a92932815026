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
		return nil, &startError{e.Code, fmt.Errorf("%s %s: %s", flag, path, chatListWords(e))}
	}
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", flag, path, err)
	}
	return list, nil
}

// chatListWords says whom a list of chats means that cannot be read.
func chatListWords(e *importer.ChatListError) string {
	if e.Code == importer.NoChats {
		return "there is no chat id and no phone number with its country code in the file" + addRegion(e)
	}
	place := fmt.Sprintf("row %d", e.Row)
	if e.Sheet != "" {
		place = fmt.Sprintf("sheet %q, %s", e.Sheet, place)
	}
	what := fmt.Sprintf("%s, column %s, %q: the number in it cannot be read, and who is meant must not be written to", place, e.Column, e.Cell)
	if e.Code == importer.BadRow {
		what = fmt.Sprintf("%s: %s", place, e.Cell)
	}
	if e.More > 0 {
		what += fmt.Sprintf(" (%d more %s like it)", e.More, plural(e.More, "cell", "cells"))
	}
	return what + addRegion(e) + ". Correct the list, or take out what is no number"
}

func addRegion(e *importer.ChatListError) string {
	if e.National {
		return "; --region completes the numbers of one country"
	}
	return ""
}
