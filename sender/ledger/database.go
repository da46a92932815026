package ledger

import (
	"context"
	"time"
)

// database is where a ledger is kept: a SQLite file, or a schema of a PostgreSQL database. What is in it, and what is asked of
// it, is the same; how it is opened, who waits for whom, and how long a run lives is not.
type database interface {
	// transact runs fn in one durable transaction, all or nothing. Where nothing of it was done, it may run it again. r is
	// the run whose commits the transaction is one of; nil if it needs none.
	transact(ctx context.Context, r *Run, fn func(*tx) error) error
	// alone keeps others from what asks to be alone, too, until the transaction ends.
	alone(t *tx) error
	// busy is since when a transaction of this process's waits for another's; zero if none does.
	busy() time.Time

	// alive reports whether a run that is not this process's may still send.
	alive(t *tx, run int64) (bool, error)
	// ended is how far from now the requests that such a run had made end at the latest, when it is not alive.
	ended(t *tx, run int64) (time.Duration, error)
	// enter has others see that the run lives, once it is written; leave ends that.
	enter(t *tx, run int64) (leave func() error, err error)
	// forgotten clears up behind runs that are gone from the ledger.
	forgotten(runs []int64)
	// holds refuses a commit of a run that does not hold what it held, and counts it.
	holds(t *tx, r *Run) error

	// stage makes the private tables in which a plan is made, and the statements that work on them.
	stage(ctx context.Context) (statements, error)
	// unstage takes them away, with all that is in them.
	unstage() error
	// bulk has many rows inserted into them.
	bulk(fn func(inserter) error) error

	close() error
}

// inserter inserts rows into the private tables of a plan.
type inserter interface {
	// insert inserts a row of values in the order of the table's columns. It keeps none of them.
	insert(table string, values ...any) error
}
