-- A list of opt-outs of an earlier version, merged into this one. {old} is where it stands.

INSERT OR IGNORE INTO main.optouts (person, chat_id, list, word, evidence, added_at, lifted_at)
  SELECT person, chat_id, list, word, evidence, added_at, lifted_at FROM {old}.optouts;

INSERT OR IGNORE INTO main.names (lid, person) SELECT lid, person FROM {old}.names;

INSERT OR IGNORE INTO main.words (word, text, added_at) SELECT word, text, added_at FROM {old}.words;

INSERT OR IGNORE INTO main.listened (account, read_until, gap_since, gap_until) SELECT account, read_until, gap_since, gap_until FROM {old}.listened;

INSERT OR IGNORE INTO main.senders (sender, account, text, evidence, sent_at, decided) SELECT sender, account, text, evidence, sent_at, decided FROM {old}.senders;

UPDATE main.store SET name = (SELECT name FROM {old}.store), changes = (SELECT changes FROM {old}.store) WHERE changes = 0;

INSERT INTO main.takeovers (file, version, at, jobs, messages, attempts) VALUES ('{file}', {version}, {now}, 0, 0, 0);
