package ledger

import (
	"context"

	"contactcast/internal/card"
)

// twinArrived is what became of the same card to a person's other number, if it may have reached
// them: one that has no account under it did not.
const twinArrived = `(o.status IN ('accepted', 'unknown') AND o.delivery NOT IN ('noAccount', 'failed'))`

// skipTwins leaves out rows with the same card as another to the same person, under another of
// their numbers: a person has one phone, whichever number WhatsApp knows it by.
func (p *planner) skipTwins() error {
	err := p.exec(insertSkips+`SELECT t.row, 'duplicate', 'This person already got this card, as ' || o.chat_id || '.', ''
		FROM stage.twins t CROSS JOIN `+p.others+`.messages o ON o.key = t.key AND o.job = ?
		WHERE `+twinArrived+` OR EXISTS (SELECT 1 FROM `+p.others+`.in_flight i WHERE i.message = o.id)`, p.job)
	if err != nil {
		return err
	}
	return p.exec(insertSkips + `SELECT t.row, 'duplicate', 'The same card to the same person as row ' || f.row || ', who is ' || f.chat_id || ' there.', ''
		FROM stage.twins t CROSS JOIN free f ON f.key = t.key AND f.row < t.row`)
}

// freeTwins forgets the staged twins of rows that are not to be sent.
func (p *planner) freeTwins() error {
	return p.exec(`DELETE FROM stage.twins WHERE row NOT IN (SELECT row FROM free)`)
}

// findTwins finds the rows of a plan to be sent whose person may be known by another number.
func (p *planner) findTwins() error {
	type free struct {
		row int
		card.Card
	}
	for f, err := range each(context.Background(), p.conn, `SELECT row, chat_id, phone_contact, first_name, middle_name, last_name, company, quoted_message_id
		FROM free WHERE chat_id GLOB '5[245]*'`, func(f *free) []any {
		c := &f.Contact
		return []any{(*number)(&f.row), &f.ChatID, &c.PhoneContact, &c.FirstName, &c.MiddleName, &c.LastName, &c.Company, &f.QuotedMessageID}
	}) {
		if err != nil {
			return err
		}
		twin, has := f.Twin()
		if !has {
			continue
		}
		key := twin.Key()
		if err := p.exec(`INSERT INTO stage.twins VALUES (?, ?)`, f.row, key[:]); err != nil {
			return err
		}
	}
	return nil
}
