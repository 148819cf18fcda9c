-- Version 1. One row per Task in task, one per VoiceCall-to-be in call. What happens once per page, chunk, job or run has its own table.
-- Times are UTC: TEXT as ISO 8601 where people read them, INTEGER as unix seconds where they are counted.

CREATE TABLE run (
  number        INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,          -- 20261120T041500Z-7f3a
  command       TEXT NOT NULL,
  signature     TEXT NOT NULL,                 -- what makes two invocations "the same command": resume looks for it
  executed      INTEGER NOT NULL,
  range_from    TEXT, range_to TEXT,           -- half-open; null = open end
  range_field   TEXT NOT NULL,                 -- CreatedDate, or SystemModstamp (incremental)
  open_end      INTEGER NOT NULL DEFAULT 0,    -- range_to was not asked for: it is the org's clock when the run began
  row_limit     INTEGER,
  source_org    TEXT, target_org TEXT,
  mapping       TEXT,                          -- mapping.version: order of the values in payloads
  staged_by     TEXT,                          -- mapping.version whose source_fields are the columns of this run's chunks
  state         TEXT NOT NULL,                 -- running, finished, failed, interrupted, purged (values gone before it was finished)
  stage         TEXT,                          -- what it is doing, or was doing when it ended
  started       TEXT NOT NULL, ended TEXT,
  exit_code     INTEGER,
  settings      TEXT NOT NULL,                 -- JSON, no secrets
  result        TEXT,                          -- JSON: the --json result, for report --run
  lookups       TEXT,                          -- when the lookup tables were fetched for this run; null = not, or not all of them
  linked        TEXT,                          -- mapping state (see chunk.mapped) whose calls have been linked
  purged        TEXT                           -- when its personal data were removed
);

CREATE TABLE mapping (
  version       TEXT PRIMARY KEY,              -- SHA-256 over text, value files and engine version
  name          TEXT NOT NULL,
  text          TEXT NOT NULL,
  source_fields TEXT NOT NULL,                 -- JSON array, order of the columns in chunk data
  target_fields TEXT NOT NULL                  -- JSON array, order of the values in call.payload
);

CREATE TABLE window (
  id            INTEGER PRIMARY KEY,
  run           INTEGER NOT NULL REFERENCES run(number),
  starts        TEXT NOT NULL, ends TEXT NOT NULL,   -- half-open
  expected      INTEGER,                       -- the org's own count
  rows          INTEGER NOT NULL DEFAULT 0,
  job           TEXT,                          -- Bulk query job id, stored before it matters
  state         TEXT NOT NULL,                 -- planned, querying, reading, read, split
  note          TEXT                           -- how a difference was explained
);
CREATE INDEX window_run ON window(run);

CREATE TABLE page (
  window        INTEGER NOT NULL REFERENCES window(id),
  ordinal       INTEGER NOT NULL,
  locator       TEXT, next_locator TEXT,
  rows          INTEGER NOT NULL,
  bytes         INTEGER NOT NULL,              -- CSV, decompressed
  read_at       TEXT NOT NULL,
  PRIMARY KEY (window, ordinal)
) WITHOUT ROWID;

-- The Tasks as they came: some hundred CSV records (no header; columns as in the source_fields of mapping run.staged_by), packed (see ChunkBytes).
CREATE TABLE chunk (
  id            INTEGER PRIMARY KEY,
  run           INTEGER NOT NULL,
  window        INTEGER NOT NULL,
  page          INTEGER NOT NULL,
  rows          INTEGER NOT NULL,
  mapped        TEXT,                          -- mapping state (mapping version + lookups) this chunk was last mapped by
  repeated      INTEGER NOT NULL DEFAULT 0,    -- rows of which a newer copy was read, by this run (it moved between windows) or a later one: that copy counts
  data          BLOB NOT NULL
);
CREATE INDEX chunk_run ON chunk(run);

CREATE TABLE reason (
  id            INTEGER PRIMARY KEY,
  kind          TEXT NOT NULL,                 -- rejected, skipped
  field         TEXT NOT NULL, rule TEXT NOT NULL, text TEXT NOT NULL,
  UNIQUE (kind, field, rule, text)
);

CREATE TABLE task (
  id            TEXT PRIMARY KEY,              -- 18 characters
  run           INTEGER NOT NULL,              -- the newest run that read it
  chunk         INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  hash          INTEGER NOT NULL,              -- of the record as it came
  door          INTEGER NOT NULL,              -- 1 mapped, 2 skipped, 3 rejected
  reason        INTEGER REFERENCES reason(id),
  detail        TEXT                           -- the value that offended, or the Task id that a duplicate was merged into
) WITHOUT ROWID;

-- What is sent, apart from what is written about it: states change many times and are counted often, which would read and write the text each time
-- (planning 200,000 calls: 0.7 s of CPU before it stood apart, 0.2 s since).
CREATE TABLE payload (
  id            INTEGER PRIMARY KEY,
  json          TEXT NOT NULL                  -- array of strings and nulls, in the order of mapping.target_fields; a number = the value at that place again
);

CREATE TABLE call (
  task_id       TEXT PRIMARY KEY,
  run           INTEGER NOT NULL,              -- the newest run that mapped it; negative = its Task is no call of its own any more (merged, deleted, …): not to be loaded
  payload       INTEGER NOT NULL,              -- payload.id
  hash          INTEGER NOT NULL,              -- of payload as mapping made it, before linking adds the ids of merged Tasks
  starts        INTEGER NOT NULL, ends INTEGER NOT NULL,
  duration      INTEGER NOT NULL,              -- seconds
  how           INTEGER NOT NULL,              -- CallSources: how start and numbers were found
  link_key      INTEGER,                       -- hash of the vendor's call key; null = stands alone
  parent        TEXT,                          -- task_id of the previous leg
  plan          INTEGER NOT NULL DEFAULT 0,    -- CallPlan
  changes       TEXT,                          -- JSON: [{"field":…,"from":…,"to":…,"createOnly":true}] for update, replace, blocked
  state         INTEGER NOT NULL DEFAULT 0,    -- CallState: what loading did in this run
  target_id     TEXT,                          -- VoiceCall id, once seen
  created_run   INTEGER,                       -- the run that created it: what rollback may delete
  target_stamp  INTEGER,                       -- LastModifiedDate of the VoiceCall when last read back; null = as it was created, or not read back
  job           INTEGER,                       -- job.id that gave the newest result
  attempts      INTEGER NOT NULL DEFAULT 0,
  error_code    TEXT, error_message TEXT
) WITHOUT ROWID;

CREATE TABLE job (
  id            INTEGER PRIMARY KEY,
  run           INTEGER NOT NULL,
  operation     TEXT NOT NULL,                 -- insert, update, upsert, delete
  round         INTEGER NOT NULL,              -- 0 = first sending, 1.. = retries
  columns       TEXT NOT NULL,                 -- JSON array of header names
  first_id      TEXT, last_id TEXT,            -- key range of its rows; null: rows are in job_row
  rows          INTEGER NOT NULL, bytes INTEGER NOT NULL,
  remote_id     TEXT,                          -- Bulk job id, stored before the upload
  state         TEXT NOT NULL,                 -- planned, open, uploaded, closed, ended, collected, abandoned
  processed     INTEGER, failed INTEGER,
  error         TEXT,
  started       TEXT, ended TEXT
);
CREATE INDEX job_run ON job(run);

CREATE TABLE job_row (
  job           INTEGER NOT NULL REFERENCES job(id),
  task_id       TEXT NOT NULL,
  PRIMARY KEY (job, task_id)
) WITHOUT ROWID;

-- Only attempts that failed; a success is in call.
CREATE TABLE attempt (
  task_id       TEXT NOT NULL,
  number        INTEGER NOT NULL,
  run           INTEGER NOT NULL, job INTEGER NOT NULL,
  at            TEXT NOT NULL,
  code          TEXT NOT NULL, message TEXT NOT NULL,
  PRIMARY KEY (task_id, run, number)
) WITHOUT ROWID;

CREATE TABLE finding (
  id            INTEGER PRIMARY KEY,
  run           INTEGER NOT NULL,
  check_name    TEXT NOT NULL,                 -- counts, identity, fields
  object        TEXT NOT NULL,
  task_id       TEXT, call_id TEXT, field TEXT,
  expected      TEXT, found TEXT,
  class         TEXT NOT NULL,                 -- missing, extra, wrong-at-load, edited-since, source-changed, mapping-changed, normalised, …
  status        TEXT NOT NULL,                 -- open, explained, repaired
  note          TEXT
);
CREATE INDEX finding_run ON finding(run);

-- What mapping needs from other objects (Users, Contacts, …), fetched before mapping; mapping itself never uses the network.
CREATE TABLE lookup (
  name          TEXT NOT NULL,                 -- LookupSpec.Name
  key           TEXT NOT NULL,
  value         TEXT NOT NULL,                 -- JSON array in the order of LookupSpec.ValueFields
  PRIMARY KEY (name, key)
) WITHOUT ROWID;

-- Keys that the read Tasks point at, for lookups that fetch only those; collected up to a bound, beyond it the row with key '' says "fetch all".
CREATE TABLE reference (
  run           INTEGER NOT NULL,
  name          TEXT NOT NULL,                 -- LookupSpec.Name
  key           TEXT NOT NULL,
  PRIMARY KEY (run, name, key)
) WITHOUT ROWID;

-- Link keys whose group has lost a member: linking looks at them again.
CREATE TABLE relink (
  link_key      INTEGER PRIMARY KEY
);

-- Aggregates that reports draw, one row per cell, kept per run so that an old run can be reported again.
CREATE TABLE statistic (
  run           INTEGER NOT NULL,
  section       TEXT NOT NULL,                 -- month, type, outcome, how, stage, …
  name          TEXT NOT NULL, side TEXT NOT NULL,   -- e.g. '2024-03', 'task' | 'call' | 'expected' | 'found'
  count         INTEGER NOT NULL, seconds INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run, section, name, side)
) WITHOUT ROWID;
