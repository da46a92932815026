package ledger

import (
	"encoding/hex"
	"encoding/json"

	"contactcast/internal/card"
)

// asked is a message whose chat is looked up: [id, person], and once more for each other chat id by
// which its person may be known, with the key of the same card to that one, in hexadecimal.
type asked []any

// askAbout gathers what is asked about messages.
func (t *tx) askAbout(messages []Message) (all []asked, err error) {
	known, err := t.aliasesOf(messages)
	if err != nil {
		return nil, err
	}
	for _, m := range messages {
		person := card.Person(m.ChatID)
		all = append(all, asked{m.ID, person})
		for _, twin := range known.twins(&m.Card) {
			all = append(all, asked{m.ID, person, hex.EncodeToString(twin.key)})
		}
	}
	return all, nil
}

// aliasesOf returns the hidden numbers of the messages' persons, as far as they are known.
func (t *tx) aliasesOf(messages []Message) (known aliases, err error) {
	persons := make([]string, len(messages))
	for i, m := range messages {
		persons[i] = card.Person(m.ChatID)
	}
	list, err := json.Marshal(persons)
	if err != nil {
		return known, err
	}
	rows, err := t.on.query(`SELECT DISTINCT n.lid, n.person FROM json_each(?) j LEFT JOIN main.names h ON h.lid = j.value
		CROSS JOIN main.names n ON n.person = coalesce(h.person, j.value)`, []any{string(list)})
	if err != nil {
		return known, wrote(err)
	}
	defer rows.Close()
	for rows.Next() {
		var n [2]string
		if err := rows.Scan(namePair(&n)...); err != nil {
			return known, wrote(err)
		}
		known.add(n[0], n[1])
	}
	return known, wrote(rows.Err())
}

// Queries about messages: ?1 is a list of them. A person stands for all names of its chat.
// CROSS JOIN keeps SQLite to the order: from the few messages to what the lists hold of them.
const (
	askedMessages = `WITH asked AS MATERIALIZED (SELECT CAST(value ->> 0 AS BIGINT) AS id, value ->> 1 AS person, value ->> 2 AS twin FROM json_each(?1)),
		known AS (SELECT a.id, coalesce(n.person, a.person) AS person FROM asked a LEFT JOIN main.names n ON n.lid = a.person),
		persons AS MATERIALIZED (SELECT id, person FROM known UNION SELECT id, person FROM asked
			UNION SELECT k.id, n.lid FROM known k CROSS JOIN main.names n ON n.person = k.person) `

	optOutBy = `CASE WHEN o.word <> '' THEN '"' || o.word || '"' ELSE o.list END`
	optedOut = `SELECT p.id, 1 AS rank, 'opted-out', ` + optOutBy + `
		FROM persons p CROSS JOIN main.optouts o ON o.person = p.person WHERE o.lifted_at IS NULL `

	excludedFrom = `SELECT p.id, 2 AS rank, 'excluded', x.list
		FROM persons p CROSS JOIN main.messages m ON m.id = p.id CROSS JOIN main.exclusions x ON x.job = m.job AND x.person = p.person `

	excludedHere = `SELECT p.id, 2 AS rank, 'excluded', x.list FROM persons p CROSS JOIN stage.excluded x ON x.person = p.person `

	// Tests of a card are no jobs that others take notice of, and take no notice of others.
	inOtherJobs = ` FROM asked a CROSS JOIN main.messages m ON m.id = a.id CROSS JOIN main.jobs own ON own.id = m.job AND own.test = 0
		CROSS JOIN main.messages o ON o.key = m.key AND o.job <> m.job CROSS JOIN main.jobs j ON j.id = o.job AND j.test = 0 `
	alreadySent = `SELECT a.id, 3 AS rank, 'already-sent', j.name` + inOtherJobs +
		`WHERE m.already <> 'send' AND o.status IN ('accepted', 'unknown') `
	inFlightThere = `SELECT a.id, 4 AS rank, 'waits', j.name` + inOtherJobs +
		`WHERE EXISTS (SELECT 1 FROM main.in_flight f WHERE f.message = o.id) `

	// The same card to a person's other number counts in the message's own job, too.
	toTwins = ` FROM asked a CROSS JOIN main.messages m ON m.id = a.id CROSS JOIN main.jobs own ON own.id = m.job AND own.test = 0
		CROSS JOIN main.messages o ON o.key = unhex(a.twin) CROSS JOIN main.jobs j ON j.id = o.job AND j.test = 0 WHERE a.twin IS NOT NULL AND `
	twinSent = `SELECT a.id, 3 AS rank, CASE WHEN o.job = m.job THEN 'duplicate' ELSE 'already-sent' END, CASE WHEN o.job = m.job THEN o.chat_id ELSE j.name END` + toTwins +
		`(o.job = m.job OR m.already <> 'send') AND ` + twinArrived + ` `
	twinInFlight = `SELECT a.id, 4 AS rank, 'waits', j.name` + toTwins + `EXISTS (SELECT 1 FROM main.in_flight f WHERE f.message = o.id) `
)

// barred returns which messages may not be sent now, and why: the last look before an intent.
func (t *tx) barred(begun []Begun) (map[int64]reason, error) {
	messages := make([]Message, len(begun))
	for i, b := range begun {
		messages[i] = b.Message
	}
	return t.reasons(askedMessages+optedOut+`UNION ALL `+excludedFrom+`UNION ALL `+alreadySent+`UNION ALL `+twinSent+`UNION ALL `+inFlightThere+`UNION ALL `+twinInFlight+`ORDER BY rank`, messages)
}

func (t *tx) reasons(query string, messages []Message) (map[int64]reason, error) {
	list, err := t.askAbout(messages)
	if err != nil {
		return nil, err
	}
	return t.ask(query, list)
}

// ask returns what a query finds about each, if anything.
func (t *tx) ask(query string, about []asked) (map[int64]reason, error) {
	if len(about) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(about)
	if err != nil {
		return nil, err
	}
	rows, err := t.on.query(query, []any{string(list)})
	if err != nil {
		return nil, wrote(err)
	}
	defer rows.Close()
	found := map[int64]reason{}
	for rows.Next() {
		var r reason
		var rank int
		if err := rows.Scan(&r.message, &rank, &r.code, &r.list); err != nil {
			return nil, wrote(err)
		}
		if _, known := found[r.message]; !known { // the weightiest comes first
			found[r.message] = r
		}
	}
	return found, wrote(rows.Err())
}
