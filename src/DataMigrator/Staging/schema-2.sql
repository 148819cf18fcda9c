-- Version 2. Which run answers for a Task, what the file belongs to, and when a run's payloads are all of one mapping.

ALTER TABLE run ADD COLUMN mapped_by TEXT;   -- mapping.version whose mapping and linking went to their end; null = under way, or never begun
ALTER TABLE run ADD COLUMN collected TEXT;   -- JSON array: the lookups (see reference) whose keys were collected from every record of this run

-- Of chunk.repeated: the rows whose newer copy another run has read. That run answers for those Tasks.
CREATE TABLE elsewhere (
  chunk         INTEGER PRIMARY KEY,
  rows          INTEGER NOT NULL,
  run           INTEGER NOT NULL               -- the newest run that holds one of them
);

-- At most one row: target ids, open jobs and what rollback may delete mean nothing in another org or by another external id.
CREATE TABLE pin (
  id                INTEGER PRIMARY KEY CHECK (id = 1),
  source_org        TEXT, target_org TEXT,
  external_id_field TEXT                       -- null = not known yet (a file of version 1)
);
INSERT INTO pin (id, source_org, target_org) SELECT 1, source_org, target_org FROM run WHERE source_org IS NOT NULL ORDER BY number LIMIT 1;

-- A run all of whose chunks were mapped by its mapping and linked (or has no links) was at its end with them.
UPDATE run SET mapped_by = mapping
WHERE mapping IS NOT NULL AND NOT EXISTS (SELECT 1 FROM chunk c WHERE c.run = run.number AND LENGTH(c.data) > 0 AND (c.mapped IS NULL OR INSTR(c.mapped, run.mapping || '/') <> 1))
  AND (linked IS NULL AND state = 'finished' OR INSTR(linked, mapping || '/') = 1);
