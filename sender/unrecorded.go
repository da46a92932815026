package sender

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/settle"
)

// Unrecorded are unrecorded cards: messages of a job that the account shows as sent, though this ledger knows nothing of
// it. They are the sign of a lost, restored or second ledger.
type Unrecorded struct {
	// Unclear are cards that the account shows under hidden-number chat ids, and that more messages hold than were sent:
	// nobody knows which of them were.
	Unclear []settle.Hidden
	// NoJournal says that the account's settings keep no journal of what is sent, and that it shows none: had the ledger
	// been lost, it would not be noticed.
	NoJournal bool

	job     int64
	adopted []adopted
	ids     []string // of all that was found
}

// adopted is what a message is taken for that an account shows.
type adopted struct {
	ledger.Adopted
	account *ledger.Account
}

// Together is what several accounts show. What more than one shows of a message counts once.
func Together(all []Unrecorded) (u Unrecorded) {
	seen := map[int64]bool{}
	for _, one := range all {
		u.job = max(u.job, one.job)
		u.NoJournal = u.NoJournal || one.NoJournal
		u.Unclear = append(u.Unclear, one.Unclear...)
		u.ids = append(u.ids, one.ids...)
		for _, a := range one.adopted {
			if !seen[a.Message.ID] {
				seen[a.Message.ID] = true
				u.adopted = append(u.adopted, a)
			}
		}
	}
	return u
}

// Count is the number of messages that were sent.
func (u Unrecorded) Count() int { return len(u.adopted) }

// Adopt marks them accepted; those of which it is not known which is which become unknown.
func (u Unrecorded) Adopt(l *ledger.Run) error {
	by := map[*ledger.Account][]ledger.Adopted{}
	for _, a := range u.adopted {
		by[a.account] = append(by[a.account], a.Adopted)
	}
	for account, list := range by {
		if err := account.Adopt(list); err != nil {
			return err
		}
	}
	var left []string
	for _, id := range u.ids {
		if !slices.ContainsFunc(u.adopted, func(a adopted) bool { return a.IDMessage == id }) {
			left = append(left, id)
		}
	}
	return l.Disown(u.job, left) // what became no message's is accounted for, too
}

// Disown records all that was found as not this job's, so that it is not asked about again. It returns how many ids.
func (u Unrecorded) Disown(l *ledger.Run) (int, error) {
	ids := u.ids
	for _, h := range u.Unclear {
		ids = append(ids, h.IDs...)
	}
	return len(ids), l.Disown(u.job, ids)
}

// ReadError says that the account's queue or journal could not be read, so that nobody knows whether cards were sent
// that the ledger does not know of.
type ReadError struct {
	// Method is the API's.
	Method string
	// Quota says that the plan's requests for it are used up.
	Quota bool
	Err   error
}

func (e *ReadError) Error() string { return e.Method + " cannot be read: " + e.Err.Error() }

// Fact says what cannot be looked at, for people.
func (e *ReadError) Fact() words.Fact {
	what := settle.Journal
	if e.Method == "showMessagesQueue" {
		what = settle.Queue
	}
	if e.Quota {
		return words.New("unlooked/quota", "method", e.Method, "what", what.Fact(), "cause", e.Err)
	}
	return words.New("unlooked", "what", what.Fact(), "cause", e.Err)
}

// Unwrap gives the cause.
func (e *ReadError) Unwrap() error { return e.Err }

// FindUnrecorded reads an account's queue and journal, once each, before a run's first message. What cannot be read
// is read again for a minute; it is a *ReadError then, or a *StopError that explains it better. waiting is called for each wait.
func (r *Run) FindUnrecorded(ctx context.Context, l *Lane, waiting func(ledger.Wait)) (Unrecorded, error) {
	queue, err := l.seen(ctx, settle.Read{Source: settle.Queue}, waiting)
	if err != nil {
		return Unrecorded{}, err
	}
	views := []settle.View{queue}
	journal, err := l.readJournal(ctx, waiting)
	if err == nil {
		views = append(views, journal)
	} else if !l.Seen.NoJournal || !isReadError(err) {
		return Unrecorded{}, err
	}
	u, err := r.compare(ctx, l, views)
	u.NoJournal = l.Seen.NoJournal && !shows(journal)
	return u, err
}

// enoughShown is how many entries a journal that can be read for some minutes only must show, to be taken for one that
// is broken because there are more than it can show: a minute more would be too many, and that is not half of them.
const enoughShown = greenapi.MaxListed / 2

// readJournal reads the journal as far back as it can be read: some versions of the service write invalid JSON where they
// should end after 500 entries. Read for fewer minutes it shows what a sound one would.
func (l *Lane) readJournal(ctx context.Context, waiting func(ledger.Wait)) (settle.View, error) {
	read := settle.Read{Source: settle.Journal, Minutes: allMinutes}
	longest, broken := l.seen(ctx, read, waiting)
	if !unreadable(broken) {
		return longest, broken
	}
	for good, bad := 0, allMinutes; bad-good > 1; {
		read.Minutes = (good + bad) / 2
		switch v, err := l.seen(ctx, read, waiting); {
		case err == nil:
			longest, good = v, read.Minutes
		case unreadable(err):
			bad = read.Minutes
		default:
			return v, err
		}
	}
	if len(longest.Entries) < enoughShown {
		return longest, broken
	}
	return longest, nil
}

func isReadError(err error) bool {
	var read *ReadError
	return errors.As(err, &read)
}

// shows reports whether the journal holds anything that was sent.
func shows(journal settle.View) bool {
	for _, e := range journal.Entries {
		if !e.Incoming {
			return true
		}
	}
	return false
}

// seen reads a view until it can be read.
func (l *Lane) seen(ctx context.Context, read settle.Read, waiting func(ledger.Wait)) (settle.View, error) {
	method := map[settle.Source]string{settle.Queue: "showMessagesQueue", settle.Journal: "lastOutgoingMessages"}[read.Source]
	network, began := greenapi.Backoff{Most: 15 * time.Second}, time.Now()
	for tries := 1; ; tries++ {
		v := settle.View{Source: read.Source}
		var err error
		if read.Source == settle.Queue {
			v.ReadAt, _ = l.Client.ServerTime()
			err = listQueue(ctx, l.Client, &v)
		} else {
			v, err = readView(ctx, l.Client, read)
		}
		var api *greenapi.APIError
		now := time.Now()
		switch stop := readStop(err); {
		case err == nil:
			return v, nil
		case ctx.Err() != nil:
			return v, interrupted(ctx)
		case errors.As(err, &api) && api.Status == 466:
			return v, &ReadError{Method: method, Quota: true, Err: err}
		case stop != nil:
			return v, stop
		case unreadable(err) && read.Source == settle.Journal && (tries > 1 || read.Minutes < allMinutes),
			tries >= 3 && now.Sub(began) > patienceAtStart:
			return v, &ReadError{Method: method, Err: err}
		}
		wait := network.Fail(now, 0)
		waiting(ledger.Wait{Reason: words.New("evidence/api", "cause", err), Since: began, Until: began.Add(patienceAtStart)})
		if greenapi.Sleep(ctx, wait) != nil {
			return v, interrupted(ctx)
		}
	}
}

// compare finds what the views show and the ledger does not know.
func (r *Run) compare(ctx context.Context, l *Lane, views []settle.View) (Unrecorded, error) {
	owned, err := r.Ledger.Owned(ctx, idsIn(views...))
	if err == nil {
		err = r.Ledger.Learn(ctx, chatsIn(views...))
	}
	if err != nil {
		return Unrecorded{}, err
	}
	disowned, err := r.Ledger.Disowned(ctx, r.Job.ID)
	if err != nil {
		return Unrecorded{}, err
	}
	unnamed, err := l.unnamed(ctx)
	if err != nil {
		return Unrecorded{}, err
	}
	plan := planned{ctx: ctx, ledger: r.Ledger.Ledger, job: r.Job.ID}
	found, hidden := settle.FindUnrecorded(views, unnamed, func(id string) bool { return owned[id] || disowned[id] },
		settle.Candidates{InChat: plan.inChat, Anywhere: plan.anywhere})
	if plan.err != nil {
		return Unrecorded{}, plan.err
	}
	return r.gather(ctx, l, found, hidden)
}

// unnamed are attempts that may have been accepted under ids that the ledger does not know.
func (l *Lane) unnamed(ctx context.Context) ([]settle.Doubt, error) {
	c := newClocks(l.Client, 0)
	left, err := l.Account.Unnamed(ctx, c.read().Wall.Add(-2*lookFor))
	attempts := make([]settle.Doubt, len(left))
	for i, d := range left {
		s := c.earlier(d.StartedAt, d.Start, d.End)
		attempts[i] = settle.Doubt{Message: d.ID, Body: d.Card, Start: s.Start, StartBy: s.StartBy, End: s.End}
	}
	return attempts, err
}

// gather gives each message its id, or none if it may be one of several.
func (r *Run) gather(ctx context.Context, l *Lane, found []settle.Unrecorded, hidden []settle.Hidden) (Unrecorded, error) {
	u := Unrecorded{job: r.Job.ID}
	taken := map[int64]ledger.Adopted{}
	for _, f := range found {
		u.ids = append(u.ids, f.IDMessage)
		for _, id := range f.Messages {
			a, seen := taken[id]
			if !seen {
				a.IDMessage = f.IDMessage
			}
			if len(f.Messages) > 1 {
				a.IDMessage = ""
			}
			taken[id] = a
		}
	}
	for _, h := range hidden {
		if !h.Sure() {
			u.Unclear = append(u.Unclear, h)
			continue
		}
		u.ids = append(u.ids, h.IDs...)
		for _, id := range h.Messages {
			taken[id] = ledger.Adopted{Sure: true}
			if len(h.IDs) == 1 {
				taken[id] = ledger.Adopted{Sure: true, IDMessage: h.IDs[0]}
			}
		}
	}
	messages, err := r.Ledger.Messages(ctx, slices.Collect(maps.Keys(taken)))
	for _, m := range messages {
		a := taken[m.ID]
		a.Message = m
		u.adopted = append(u.adopted, adopted{a, l.Account})
	}
	return u, err
}

// planned looks up what the job has to send.
type planned struct {
	ctx    context.Context
	ledger *ledger.Ledger
	job    int64
	err    error // of the ledger
}

func (p *planned) inChat(chatID string, phone int64) (found []settle.Candidate) {
	messages, err := p.ledger.Unsent(p.ctx, p.job, chatID, phone)
	p.err = cmp.Or(p.err, err)
	for _, m := range messages {
		found = append(found, settle.Candidate{Message: m.ID, Body: m.Card})
	}
	return found
}

func (p *planned) anywhere(phones []int64) iter.Seq[settle.Candidate] {
	return func(yield func(settle.Candidate) bool) {
		for m, err := range p.ledger.UnsentWith(p.ctx, p.job, phones) {
			if err != nil {
				p.err = cmp.Or(p.err, err)
				return
			}
			if !yield(settle.Candidate{Message: m.ID, Body: m.Card}) {
				return
			}
		}
	}
}
