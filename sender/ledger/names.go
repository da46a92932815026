package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"contactcast/internal/card"
)

// Learn keeps which person stands behind hidden numbers: shown are the chats (@lid) under which the
// account shows ids of messages. Those of this ledger's messages show whose they are.
func (l *Ledger) Learn(ctx context.Context, shown map[string]string) error {
	var ids []string
	for id, chat := range shown {
		if strings.HasSuffix(chat, "@lid") {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	chats, err := l.ChatsOf(ctx, ids)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for id, chat := range chats {
		if strings.HasSuffix(chat, "@c.us") {
			names[shown[id]] = chat
		}
	}
	return l.Consent().Learn(ctx, names)
}

// ChatsOf returns the chats that messages with those ids were sent to, by id. It reads all messages, as Owned does.
func (l *Ledger) ChatsOf(ctx context.Context, ids []string) (map[string]string, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	type found struct{ id, chat string }
	chats := map[string]string{}
	for f, err := range each(ctx, l.read, `SELECT id_message, chat_id FROM messages WHERE id_message IN (SELECT value FROM json_each(?))`,
		func(f *found) []any { return []any{&f.id, &f.chat} }, string(list)) {
		if err != nil {
			return nil, err
		}
		chats[f.id] = f.chat
	}
	return chats, nil
}

// Names returns every name of the chat's person that is known here, its own included.
func (c *Consent) Names(ctx context.Context, chatID string) ([]string, error) {
	return collect[string](ctx, c.ledger.read, namesOf, func(name *string) []any { return []any{name} }, card.Person(chatID))
}

// Person returns the chat whose hidden number an @lid is, or "" if that is not known.
func (c *Consent) Person(ctx context.Context, lid string) (string, error) {
	var person string
	err := c.ledger.read.QueryRowContext(ctx, `SELECT person FROM names WHERE lid = ?`, lid).Scan(&person)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", unread(err)
	}
	return person, nil
}
