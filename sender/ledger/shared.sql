-- ledger.db: what holds for all accounts of a state folder. Times are milliseconds since 1970, UTC.

-- Which file this is, and how often it changed: a list that was lost or is older than one
-- an account has seen is noticed.
CREATE TABLE store (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  name    TEXT    NOT NULL,
  changes INTEGER NOT NULL
) STRICT;

-- Persons never to write to. One that was lifted stays, as the record of it.
CREATE TABLE optouts (
  person    TEXT    PRIMARY KEY,            -- one key for all spellings of a chat id
  chat_id   TEXT    NOT NULL,               -- as it was given
  list      TEXT    NOT NULL,               -- the file it came from; '' if it was named or sent a stop word
  word      TEXT    NOT NULL,               -- the stop word that it sent, else ''
  evidence  TEXT    NOT NULL,               -- idMessage of that message, else ''
  added_at  INTEGER NOT NULL,
  lifted_at INTEGER                         -- NULL: in force
) WITHOUT ROWID, STRICT;

-- Hidden-number ids (@lid) whose person the API has shown.
CREATE TABLE names (
  lid    TEXT PRIMARY KEY,
  person TEXT NOT NULL
) WITHOUT ROWID, STRICT;

CREATE INDEX names_person ON names (person);

-- Words that opt their sender out.
CREATE TABLE words (
  word     TEXT    PRIMARY KEY,             -- without case and punctuation
  text     TEXT    NOT NULL,                -- as it was given
  added_at INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

-- Up to when each account's incoming messages were read for them.
CREATE TABLE listened (
  account    TEXT    PRIMARY KEY,
  read_until INTEGER NOT NULL,
  gap_since  INTEGER,                       -- a span that the account could not show
  gap_until  INTEGER
) WITHOUT ROWID, STRICT;

-- Who sent a stop word and cannot be matched to a chat: for a person to decide.
CREATE TABLE senders (
  sender   TEXT    PRIMARY KEY,
  account  TEXT    NOT NULL,
  text     TEXT    NOT NULL,
  evidence TEXT    NOT NULL,
  sent_at  INTEGER NOT NULL,
  decided  INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID, STRICT;
