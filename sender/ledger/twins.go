package ledger

import (
	"context"

	"contactcast/internal/card"
	"contactcast/internal/words"
)

// twin is another chat id by which WhatsApp may know a person, and the key of the same card to it.
type twin struct {
	chat string
	key  []byte
}

// aliases are the hidden numbers (@lid) whose person is known, both ways.
type aliases struct {
	person map[string]string   // by hidden number
	hidden map[string][]string // by person
}

func (a *aliases) add(hidden, person string) {
	if a.person == nil {
		a.person, a.hidden = map[string]string{}, map[string][]string{}
	}
	a.person[hidden] = person
	a.hidden[person] = append(a.hidden[person], hidden)
}

// others are the other chat ids by which WhatsApp may know a chat's person: a number written the
// other way, a hidden one, the one behind it.
func (a *aliases) others(chatID string) (all []string) {
	person := card.Person(chatID)
	known, hidden := a.person[person]
	if hidden {
		person = known
		all = append(all, person)
	}
	if other := card.OtherChat(chatID); other != "" {
		all = append(all, other)
	} else if other := card.OtherChat(person); hidden && other != "" {
		all = append(all, other)
	}
	for _, one := range a.hidden[person] {
		if one != chatID {
			all = append(all, one)
		}
	}
	return all
}

// twins are the same card to every other chat id of its chat's person.
func (a *aliases) twins(c *card.Card) (all []twin) {
	for _, chat := range a.others(c.ChatID) {
		to := *c
		to.ChatID = chat
		key := to.Key()
		all = append(all, twin{chat, key[:]})
	}
	return all
}

// twinArrived is what became of a card to a person's other number, if it may have reached
// them: one that has no account under it did not.
const twinArrived = `(o.status IN ('accepted', 'unknown') AND o.delivery NOT IN ('noAccount', 'failed'))`

// Codes of rows that hold the same card for the same person as another, under another of their names.
const (
	codePersonGot words.Code = "duplicate/person"
	codePersonRow words.Code = "duplicate/person-row"
)

// skipTwins leaves out rows with the same card as another to the same person, under another of
// their numbers: a person has one phone, whichever number WhatsApp knows it by.
func (p *planner) skipTwins() error {
	err := p.exec(insertSkips+`SELECT t.row, 'duplicate', json_object('code', ?2, 'args', json_object('chat', o.chat_id)), ''
		FROM stage.twins t CROSS JOIN `+p.others+`.messages o ON o.key = t.key AND o.job = ?1
		WHERE `+twinArrived+` OR EXISTS (SELECT 1 FROM `+p.others+`.in_flight i WHERE i.message = o.id)`, p.job, string(codePersonGot))
	if err != nil {
		return err
	}
	return p.exec(insertSkips+`SELECT t.row, 'duplicate', json_object('code', ?1, 'args', json_object('row', CAST(f.row AS TEXT), 'chat', f.chat_id)), ''
		FROM stage.twins t CROSS JOIN free f ON f.key = t.key AND f.row < t.row`, string(codePersonRow))
}

// freeTwins forgets the staged twins of rows that are not to be sent.
func (p *planner) freeTwins() error {
	return p.exec(`DELETE FROM stage.twins WHERE row NOT IN (SELECT row FROM free)`)
}

// findTwins finds the twins of the rows of a plan that are to be sent.
func (p *planner) findTwins() error {
	type free struct {
		row int
		card.Card
	}
	for f, err := range each(context.Background(), p, `SELECT row, chat_id, phone_contact, first_name, middle_name, last_name, company, quoted_message_id
		FROM free WHERE chat_id GLOB '5[245]*' OR chat_id GLOB '*@lid' OR chat_id IN (SELECT person FROM main.names)`, func(f *free) []any {
		c := &f.Contact
		return []any{(*number)(&f.row), &f.ChatID, &c.PhoneContact, &c.FirstName, &c.MiddleName, &c.LastName, &c.Company, &f.QuotedMessageID}
	}) {
		if err != nil {
			return err
		}
		for _, twin := range p.aliases.twins(&f.Card) {
			if err := p.exec(`INSERT INTO stage.twins VALUES (?, ?, ?)`, f.row, twin.chat, twin.key); err != nil {
				return err
			}
		}
	}
	return nil
}
