-- Version 3 to 4: what was left out and why, and what each job leaves out.
ALTER TABLE messages ADD COLUMN already TEXT NOT NULL DEFAULT '';
ALTER TABLE lines    ADD COLUMN list    TEXT NOT NULL DEFAULT '';

CREATE TABLE exclusions (
  job      INTEGER NOT NULL REFERENCES jobs,
  person   TEXT    NOT NULL,
  list     TEXT    NOT NULL,
  PRIMARY KEY (job, person)
) WITHOUT ROWID, STRICT;

CREATE TABLE exclude_files (
  job  INTEGER NOT NULL REFERENCES jobs,
  path TEXT    NOT NULL,
  PRIMARY KEY (job, path)
) WITHOUT ROWID, STRICT;

CREATE TABLE seen_store (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  name    TEXT    NOT NULL,
  changes INTEGER NOT NULL
) STRICT;
