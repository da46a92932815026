-- Version 2 to 3: the clocks as they were, and ids that are not ours.
ALTER TABLE in_flight ADD COLUMN wall_at INTEGER;
ALTER TABLE in_flight ADD COLUMN ahead INTEGER;
ALTER TABLE attempts ADD COLUMN wall_at INTEGER;
ALTER TABLE attempts ADD COLUMN wall_end INTEGER;
ALTER TABLE attempts ADD COLUMN ahead INTEGER;
ALTER TABLE attempts ADD COLUMN ahead_end INTEGER;
ALTER TABLE attempts ADD COLUMN looked INTEGER NOT NULL DEFAULT 0;

CREATE TABLE not_ours (
  job        INTEGER NOT NULL REFERENCES jobs,
  id_message TEXT    NOT NULL,
  PRIMARY KEY (job, id_message)
) WITHOUT ROWID, STRICT;
