-- The ledger of all accounts and jobs. Times are milliseconds since 1970, UTC.

-- A run holds its accounts and its job: they point to it, and its lock file is locked as long as it lives. What it left
-- when it was killed is taken over by whoever takes one of them next.
CREATE TABLE runs (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  pid        INTEGER NOT NULL,            -- who runs it
  host       TEXT    NOT NULL,
  started_at INTEGER NOT NULL,
  until      INTEGER,                     -- NULL: as long as its lock file is locked
  timeout    INTEGER NOT NULL,            -- of a request: how long one may be on its way
  commits    INTEGER NOT NULL DEFAULT 0   -- rises with each: a ledger that went back in time is noticed
) STRICT;

-- An account, what the last run saw of it, and what that was told to keep to.
CREATE TABLE accounts (
  id                INTEGER PRIMARY KEY,
  key               TEXT    NOT NULL UNIQUE, -- its idInstance; at hosts that are not GREEN-API's with the host before it
  run               INTEGER REFERENCES runs, -- that holds it; NULL: none
  state             TEXT    NOT NULL DEFAULT '',
  queued            INTEGER NOT NULL DEFAULT 0,
  read_at           INTEGER,                 -- NULL: no run saw it yet
  interval          INTEGER NOT NULL DEFAULT 0, -- milliseconds from one message to the next
  daily_limit       INTEGER NOT NULL DEFAULT 0,
  new_chats_per_day INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE jobs (
  id          INTEGER PRIMARY KEY,
  name        TEXT    NOT NULL UNIQUE,
  test        INTEGER NOT NULL,            -- 1: it only tries a card out
  file        TEXT    NOT NULL,
  sheet       TEXT    NOT NULL,
  header      TEXT    NOT NULL,            -- JSON array: the source's own columns
  delimiter   TEXT    NOT NULL,            -- of a text file's columns, else ''
  fingerprint TEXT    NOT NULL,            -- of the file's bytes and all that shapes the plan
  planned_at  INTEGER NOT NULL,
  started_at  INTEGER,                     -- of the last run
  ended_at    INTEGER,                     -- NULL while it runs, or if it was killed
  command     TEXT    NOT NULL DEFAULT '', -- the last run's, to go on with
  stop_code   TEXT    NOT NULL DEFAULT '', -- why the last run ended with rows left
  stop_text   TEXT    NOT NULL DEFAULT '',
  plan        INTEGER,                     -- the plan that it goes by; NULL: none yet
  compared    TEXT    NOT NULL DEFAULT '', -- what the plan was compared with last
  changes     INTEGER NOT NULL DEFAULT 0,  -- how often what it sent became more or less
  run         INTEGER REFERENCES runs      -- that holds it; NULL: none
) STRICT;

-- The accounts that runs of each job had.
CREATE TABLE job_accounts (
  job     INTEGER NOT NULL REFERENCES jobs,
  account INTEGER NOT NULL REFERENCES accounts,
  PRIMARY KEY (job, account)
) WITHOUT ROWID, STRICT;

-- A plan is a job's file as it was read once. One that no job goes by yet is being made, or its making was killed.
CREATE TABLE plans (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  job     INTEGER NOT NULL REFERENCES jobs,
  made_at INTEGER NOT NULL,
  applied INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A message is its content, within a job; rows of the file come and go around it.
CREATE TABLE messages (
  id                INTEGER PRIMARY KEY,
  job               INTEGER NOT NULL REFERENCES jobs,
  key               BLOB    NOT NULL,      -- hash of chat, card and quoted id
  row               INTEGER,               -- the line that sends it; NULL: none does at present
  status            TEXT    NOT NULL DEFAULT 'pending', -- pending accepted rejected unknown
  chat_id           TEXT    NOT NULL,
  phone_contact     INTEGER NOT NULL,
  first_name        TEXT    NOT NULL,
  middle_name       TEXT    NOT NULL,
  last_name         TEXT    NOT NULL,
  company           TEXT    NOT NULL,
  quoted_message_id TEXT    NOT NULL,
  attempts          INTEGER NOT NULL DEFAULT 0,
  attempt           INTEGER,               -- the last of them
  id_message        TEXT,                  -- only if accepted; NULL if a person said so
  accepted_at       INTEGER,
  error_code        TEXT    NOT NULL DEFAULT '',
  error             TEXT    NOT NULL DEFAULT '',
  delivery          TEXT    NOT NULL DEFAULT '',
  already           TEXT    NOT NULL DEFAULT '' -- its card in another job: 'send' it all the same, 'skip' it; '': not decided
) STRICT;

-- The key first: the same card in another job is found by the same index.
CREATE UNIQUE INDEX messages_key ON messages (key, job);
CREATE INDEX messages_chat       ON messages (chat_id);
CREATE INDEX messages_pending    ON messages (job, row) WHERE status = 'pending' AND row IS NOT NULL;
CREATE INDEX messages_history    ON messages (job, chat_id, status) WHERE row IS NULL;
CREATE INDEX messages_doubt      ON messages (status) WHERE status = 'unknown';

-- A line is a row of the file, within a plan.
CREATE TABLE lines (
  plan       INTEGER NOT NULL,
  row        INTEGER NOT NULL,
  message    INTEGER REFERENCES messages,  -- NULL: invalid
  status     TEXT,                         -- invalid, skipped; NULL: the message's own
  field      TEXT    NOT NULL DEFAULT '',
  error_code TEXT    NOT NULL DEFAULT '',
  error      TEXT    NOT NULL DEFAULT '',
  col        TEXT    NOT NULL DEFAULT '',  -- letter of the offending column
  cell       TEXT    NOT NULL DEFAULT '',  -- beginning of the offending cell's text
  source     TEXT    NOT NULL,             -- JSON array: cell texts of the source's own columns
  list       TEXT    NOT NULL DEFAULT '',  -- what left a skipped row out: a list's name, or a job's
  PRIMARY KEY (plan, row)
) WITHOUT ROWID, STRICT;

CREATE INDEX lines_own ON lines (plan, status) WHERE status IS NOT NULL;

-- What is on its way: written before the first byte of a request may leave, gone with its
-- outcome. What stands here after a crash may have been sent.
CREATE TABLE in_flight (
  message    INTEGER PRIMARY KEY REFERENCES messages,
  run        INTEGER NOT NULL REFERENCES runs,
  account    INTEGER NOT NULL REFERENCES accounts,
  started_at INTEGER NOT NULL,
  wall_at    INTEGER,                      -- the same moment on this machine's clock, as it was
  ahead      INTEGER                       -- how far the API's clock was ahead of that; NULL: not known
) STRICT;

-- An attempt is one request that has ended. What paces and limits goes by started_at, which never runs backwards; what is
-- compared with the account's journal goes by the readings of this machine's clock and of the API's beside it.
CREATE TABLE attempts (
  id         INTEGER PRIMARY KEY,
  message    INTEGER NOT NULL REFERENCES messages,
  account    INTEGER NOT NULL REFERENCES accounts,
  started_at INTEGER NOT NULL,
  ended_at   INTEGER NOT NULL,
  outcome    TEXT    NOT NULL,             -- the status it led to
  error_code TEXT    NOT NULL,
  error      TEXT    NOT NULL,
  id_message TEXT,                         -- what it was accepted as, when the message is to be sent again
  wall_at    INTEGER,                      -- when it started and ended on this machine's clock, as it was
  wall_end   INTEGER,
  ahead      INTEGER,                      -- how far the API's clock was ahead then; NULL: not known
  ahead_end  INTEGER,
  looked     INTEGER NOT NULL DEFAULT 0    -- 1: all that can be read was, and it stayed in doubt
) STRICT;

CREATE INDEX attempts_started    ON attempts (account, started_at, outcome);
CREATE INDEX attempts_id_message ON attempts (id_message) WHERE id_message IS NOT NULL;

-- What people are told of each line.
CREATE VIEW told AS SELECT l.plan, l.row, l.status AS own,
  CASE WHEN l.status IS NOT NULL THEN l.status WHEN f.message IS NOT NULL THEN 'sending' ELSE m.status END AS status,
  l.field, l.col, l.cell, l.list, l.source, l.message IS NOT NULL AS message,
  CASE WHEN l.status IS NULL THEN m.error_code ELSE l.error_code END AS error_code,
  CASE WHEN l.status IS NULL THEN m.error ELSE l.error END AS error,
  CASE WHEN l.status IS NULL THEN m.id_message END AS id_message,
  CASE WHEN l.status IS NULL THEN m.accepted_at END AS accepted_at,
  CASE WHEN l.status IS NULL THEN m.attempts ELSE 0 END AS attempts,
  CASE WHEN l.status IS NULL THEN m.delivery ELSE '' END AS delivery,
  coalesce(m.chat_id, '') AS chat_id, coalesce(m.phone_contact, 0) AS phone_contact, coalesce(m.first_name, '') AS first_name,
  coalesce(m.middle_name, '') AS middle_name, coalesce(m.last_name, '') AS last_name, coalesce(m.company, '') AS company,
  coalesce(m.quoted_message_id, '') AS quoted_message_id
  FROM lines l LEFT JOIN messages m ON m.id = l.message LEFT JOIN in_flight f ON f.message = m.id;

-- Rows of each job's present plan by status and delivery, so that nobody has to count millions.
CREATE TABLE tally (
  job      INTEGER NOT NULL REFERENCES jobs,
  status   TEXT    NOT NULL,
  delivery TEXT    NOT NULL,
  rows     INTEGER NOT NULL,
  PRIMARY KEY (job, status, delivery)
) WITHOUT ROWID, STRICT;

-- Reports as they were written: one that differs by now was edited by a person.
CREATE TABLE reports (
  path     TEXT PRIMARY KEY,
  size     INTEGER NOT NULL,
  modified INTEGER NOT NULL                -- nanoseconds since 1970
) WITHOUT ROWID, STRICT;

-- What each account's run waits for.
CREATE TABLE waits (
  account INTEGER PRIMARY KEY REFERENCES accounts,
  job     INTEGER NOT NULL REFERENCES jobs,
  code    TEXT    NOT NULL,
  text    TEXT    NOT NULL,
  since   INTEGER NOT NULL,
  until   INTEGER                          -- NULL: not known
) STRICT;

-- How each job's file was read, as JSON of whoever plans.
CREATE TABLE readings (
  job     INTEGER PRIMARY KEY REFERENCES jobs,
  reading TEXT NOT NULL
) STRICT;

-- When a run of each job last ended without an error.
CREATE TABLE successes (
  job INTEGER PRIMARY KEY REFERENCES jobs,
  at  INTEGER NOT NULL
) STRICT;

-- Ids that the account shows and that are no message's of a job, by a person's word.
CREATE TABLE not_ours (
  job        INTEGER NOT NULL REFERENCES jobs,
  id_message TEXT    NOT NULL,
  PRIMARY KEY (job, id_message)
) WITHOUT ROWID, STRICT;

-- Chats that a job leaves out, and the files that name them.
CREATE TABLE exclusions (
  job      INTEGER NOT NULL REFERENCES jobs,
  person   TEXT    NOT NULL,               -- one key for all spellings of a chat id
  list     TEXT    NOT NULL,               -- the first file that named it
  PRIMARY KEY (job, person)
) WITHOUT ROWID, STRICT;

CREATE TABLE exclude_files (
  job  INTEGER NOT NULL REFERENCES jobs,
  path TEXT    NOT NULL,
  PRIMARY KEY (job, path)
) WITHOUT ROWID, STRICT;

-- Which ledger this is, and how often the lists of chats below changed.
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

-- Ledgers of earlier versions, one file an account, that were taken over.
CREATE TABLE takeovers (
  file     TEXT    NOT NULL,
  version  INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  account  INTEGER REFERENCES accounts,     -- NULL: it held the list of opt-outs
  jobs     INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  PRIMARY KEY (file, at)
) WITHOUT ROWID, STRICT;

-- Jobs that had the same name in two of them: whoever sends one by that name is asked once which is meant.
CREATE TABLE homonyms (
  name TEXT    NOT NULL,
  job  INTEGER NOT NULL REFERENCES jobs,
  PRIMARY KEY (name, job)
) WITHOUT ROWID, STRICT;
