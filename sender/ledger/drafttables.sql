-- What a draft has of its own, in the place of the ledger's: tables without the name of their database are these.
CREATE TEMP TABLE jobs AS SELECT * FROM main.jobs WHERE 0;
CREATE TEMP TABLE tally (
  job      INTEGER NOT NULL,
  status   TEXT    NOT NULL,
  delivery TEXT    NOT NULL,
  rows     INTEGER NOT NULL,
  PRIMARY KEY (job, status, delivery)
) WITHOUT ROWID, STRICT;
CREATE TEMP TABLE exclusions (
  job    INTEGER NOT NULL,
  person TEXT    NOT NULL,
  list   TEXT    NOT NULL,
  PRIMARY KEY (job, person)
) WITHOUT ROWID, STRICT;
CREATE TEMP TABLE exclude_files (
  job  INTEGER NOT NULL,
  path TEXT    NOT NULL,
  PRIMARY KEY (job, path)
) WITHOUT ROWID, STRICT;
