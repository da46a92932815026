package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"contactcast/internal/card"
	"contactcast/sender"
	"contactcast/sender/ledger"
)

// ask shows the plan and, on a terminal and with a real account, waits for a yes.
func (r *run) ask(ctx context.Context, account sender.Account) error {
	pending := r.before[ledger.Pending]
	interval := r.Rate.Interval(account.Delay, loopback(r.account.APIURL))
	rows := min(pending, limitOr(value(r.Limit), pending))
	cards := fmt.Sprintf("%d %s", rows, plural(rows, "card", "cards"))
	if rows < pending {
		cards = fmt.Sprintf("%d of %d cards", rows, pending)
	}
	plan := fmt.Sprintf("%s to send from %s, one every %s: about %s",
		cards, from(account, r.Sandbox), interval, estimate(rows, interval))
	if interval == 0 {
		plan = fmt.Sprintf("%s to send from %s, as fast as the API takes them", cards, from(account, r.Sandbox))
	}
	if doubts := r.before[ledger.Unknown]; doubts > 0 {
		plan += fmt.Sprintf("; %d in doubt are sent again only if evidence shows that they were not", doubts)
	}
	if !r.terminal || r.Yes || r.Sandbox {
		r.log("%s", plan)
		return nil
	}
	chats, err := r.ledger.PendingChats(ctx, r.job.ID)
	if err != nil {
		return err
	}
	plan += fmt.Sprintf("\nto %d %s; the instance is %s", chats, plural(chats, "chat", "chats"), account.State)
	if bad := r.before[ledger.Invalid]; bad > 0 {
		plan += fmt.Sprintf("; %d %s cannot be sent", bad, plural(bad, "row", "rows"))
	}
	first, err := r.ledger.Pending(ctx, r.job.ID, 0, 1)
	if err != nil {
		return err
	}
	if len(first) > 0 {
		plan += "\nfirst: " + describe(first[0].Card)
	}
	fmt.Fprintf(r.err, "%s\nSend? [y/N] ", plan)
	if !confirmed(ctx, r.in) {
		return &startError{"declined", errors.New("nothing was sent; the plan is kept, and the same command asks again")}
	}
	return nil
}

func limitOr(limit, otherwise int) int {
	if limit > 0 {
		return limit
	}
	return otherwise
}

func from(a sender.Account, simulated bool) string {
	switch {
	case simulated:
		return "a simulated account"
	case a.Phone == "":
		return "this account"
	}
	return "+" + a.Phone
}

// describe shows a message in one line.
func describe(m card.Card) string {
	c := m.Contact
	var names []string
	for _, s := range []string{c.FirstName, c.MiddleName, c.LastName, c.Company} {
		if s != "" {
			names = append(names, s)
		}
	}
	return fmt.Sprintf("to %s the card of %s, +%d", m.ChatID, oneLine(strings.Join(names, " ")), c.PhoneContact)
}

// confirmed reads a line and tells whether it says yes; a signal is a no.
func confirmed(ctx context.Context, in interface{ Read([]byte) (int, error) }) bool {
	answer := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(in).ReadString('\n') // no line is a no
		answer <- strings.ToLower(strings.TrimSpace(line))
	}()
	select {
	case a := <-answer:
		return a == "y" || a == "yes"
	case <-ctx.Done():
		return false
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func when(t time.Time) string { return t.Format("2006-01-02 15:04") }
