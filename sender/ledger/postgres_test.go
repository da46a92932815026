package ledger

import (
	"context"
	"crypto/rand"
	"flag"
	"strings"
	"testing"

	"contactcast/internal/pgtest"
)

// The same promises on the other database.
func TestPostgreSQL(t *testing.T) {
	s := pgtest.Start(t)
	if err := flag.Set("rapid.checks", "10"); err != nil { // each has a schema made
		t.Fatal(err)
	}
	was := fresh
	defer func() { fresh = was }()
	fresh = func(t testing.TB) string { return emptyDatabase(t, s) }
	for _, tt := range []struct {
		name string
		test func(*testing.T)
	}{
		{"AKilledPlanBringsNothing", TestAKilledPlanBringsNothing},
		{"AKilledFirstPlanMakesNoJob", TestAKilledFirstPlanMakesNoJob},
		{"TwoClocks", TestTwoClocks},
		{"TheLastLook", TestTheLastLook},
		{"Already", TestAlready},
		{"OnePersonGetsACardOnce", TestOnePersonGetsACardOnce},
		{"ExclusionsGoOnUnderAnotherName", TestExclusionsGoOnUnderAnotherName},
		{"Refresh", TestRefresh},
		{"Forget", TestForget},
		{"OneProcessAtATime", TestOneProcessAtATime},
		{"WhatACrashLeaves", TestWhatACrashLeaves},
		{"ClaimedOnlyOnce", TestClaimedOnlyOnce},
		{"Reopen", TestReopen},
		{"PlanAgain", TestPlanAgain},
		{"DuplicateNamesTheFirstRow", TestDuplicateNamesTheFirstRow},
		{"ADamagedFileChangesNothing", TestADamagedFileChangesNothing},
		{"TheSameCardsInAnotherJob", TestTheSameCardsInAnotherJob},
		{"Cooldown", TestCooldown},
		{"DraftPlansAsTheLedgerWould", TestDraftPlansAsTheLedgerWould},
		{"Laws", TestLaws},
		{"AJobNeverSentGuardsNothing", TestAJobNeverSentGuardsNothing},
		{"Reading", TestReading},
		{"SendsAgainWhatAPersonSays", TestSendsAgainWhatAPersonSays},
		{"OldIDsStayOurs", TestOldIDsStayOurs},
		{"ClosesDoubtAtAPersonsWord", TestClosesDoubtAtAPersonsWord},
		{"DoubtOfARowThatIsGone", TestDoubtOfARowThatIsGone},
		{"RowStatus", TestRowStatus},
		{"LastSuccess", TestLastSuccess},
		{"DeliveryGoesForward", TestDeliveryGoesForward},
		{"Untracked", TestUntracked},
		{"Waits", TestWaits},
		{"Hold", TestHold},
		{"NobodyWaitsForTheDead", TestNobodyWaitsForTheDead},
		{"Amended", TestAmended},
		{"AmendsWhereLittleChanged", TestAmendsWhereLittleChanged},
	} {
		t.Run(tt.name, tt.test)
	}
}

// emptyDatabase makes an empty one.
func emptyDatabase(t testing.TB, s *pgtest.Server) string {
	t.Helper()
	return s.URL("postgres") + "&search_path=" + strings.ToLower(rand.Text())
}

// lapse has the ledger's run end as one does that is killed, once its lease is over; and another hold its account.
func lapse(t *testing.T, l *Ledger) *Ledger {
	t.Helper()
	p := l.home.(*postgres)
	if err := l.run.leave(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.pool.ExecContext(context.Background(), "UPDATE "+p.schema+".runs SET until = 0"); err != nil {
		t.Fatal(err)
	}
	after := held(t, l.Path())
	t.Cleanup(func() { _ = after.Close() })
	return after
}
