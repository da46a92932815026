-- A plan in the making: a private database of its own, gone when it is detached or its process ends.

-- The file's rows as they were read; key is NULL where a row cannot be sent.
CREATE TABLE stage.staged (
  row               INTEGER PRIMARY KEY,
  key               BLOB,
  chat_id           TEXT,
  phone_contact     INTEGER,
  first_name        TEXT,
  middle_name       TEXT,
  last_name         TEXT,
  company           TEXT,
  quoted_message_id TEXT,
  source            TEXT
);

-- What is wrong with those that cannot be sent.
CREATE TABLE stage.problems (
  row        INTEGER PRIMARY KEY,
  field      TEXT NOT NULL,
  error_code TEXT NOT NULL,
  error      TEXT NOT NULL,
  col        TEXT NOT NULL,
  cell       TEXT NOT NULL
);

-- Rows that are left out unless they were sent before: the template's examples, and those to persons on a list.
CREATE TABLE stage.hits (
  row INTEGER PRIMARY KEY,
  why INTEGER NOT NULL
);

-- Why that is, of which there are few.
CREATE TABLE stage.reasons (
  id         INTEGER PRIMARY KEY,
  error_code TEXT NOT NULL,
  error      TEXT NOT NULL,
  list       TEXT NOT NULL
);

-- What comparing found: rows that are left out, and why.
CREATE TABLE stage.skips (
  row        INTEGER PRIMARY KEY,
  error_code TEXT NOT NULL,
  error      TEXT NOT NULL,
  list       TEXT NOT NULL
);

-- Rows whose message the job has: which, the row that sent it, and what became of it.
CREATE TABLE stage.known (
  row      INTEGER PRIMARY KEY,
  message  INTEGER NOT NULL,
  was      INTEGER,
  status   TEXT NOT NULL,
  delivery TEXT NOT NULL,
  already  TEXT NOT NULL
);

-- Rows whose card another job sent to the same chat, and what was decided about that.
CREATE TABLE stage.already (
  row     INTEGER PRIMARY KEY,
  list    TEXT NOT NULL,
  decided TEXT NOT NULL
);

-- Other chat ids by which WhatsApp may know a row's person, and the key of the same card to each.
CREATE TABLE stage.twins (
  row     INTEGER NOT NULL,
  chat_id TEXT NOT NULL,
  key     BLOB NOT NULL
);

-- Whom the job leaves out.
CREATE TABLE stage.excluded (
  person TEXT PRIMARY KEY,
  list   TEXT NOT NULL
) WITHOUT ROWID;

-- Messages that were sent, or perhaps sent, and that no row of the file holds any more.
CREATE TABLE stage.gone (
  message INTEGER PRIMARY KEY,
  chat_id TEXT NOT NULL
);

-- Messages that another row sends from now on, or none.
CREATE TABLE stage.moves (
  message INTEGER PRIMARY KEY,
  row     INTEGER
);

-- Rows whose lines are to be others than those that the job has.
CREATE TABLE stage.changed (
  row INTEGER PRIMARY KEY
);
