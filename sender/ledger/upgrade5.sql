-- Version 4 to 5: lines belong to a plan. Each job's present lines become a plan of the job's own number.
CREATE TABLE plans (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  job     INTEGER NOT NULL REFERENCES jobs,
  made_at INTEGER NOT NULL,
  applied INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO plans SELECT id, id, planned_at, 1 FROM jobs;

ALTER TABLE jobs ADD COLUMN plan INTEGER;
ALTER TABLE jobs ADD COLUMN compared TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;

UPDATE jobs SET plan = id;

ALTER TABLE lines RENAME COLUMN job TO plan;

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
