-- Schema 1 of a Touchstone project file. Times are seconds since 1970 (REAL) in columns named *_s; NULL = no value (NaN).
-- Tables of later features (figures, notes) are not here: a migration adds them when they come.

CREATE TABLE project (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uuid TEXT NOT NULL,
  created_s REAL NOT NULL,
  created_by TEXT NOT NULL,           -- program and version
  is_example INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE dataset (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  hash TEXT NOT NULL,                 -- of the uncompressed content
  size_bytes INTEGER NOT NULL,
  licence TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  UNIQUE (hash, path)
) STRICT;

CREATE TABLE study (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  spec_toml TEXT NOT NULL,            -- as read
  spec_hash TEXT NOT NULL,            -- of what decides results: tasks, contenders, seeds, budget
  folder TEXT NOT NULL,               -- where its relative paths start
  budget TEXT NOT NULL,               -- JSON
  seeds TEXT NOT NULL,                -- JSON array
  created_s REAL NOT NULL,
  started_s REAL,
  finished_s REAL,
  points INTEGER NOT NULL DEFAULT 0   -- rows of point, kept by the writer: counting 2 million takes 60 ms
) STRICT;

CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  study_id INTEGER NOT NULL REFERENCES study (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  modality TEXT NOT NULL,
  dataset_id INTEGER REFERENCES dataset (id),
  metric TEXT NOT NULL,
  direction TEXT NOT NULL,            -- minimise, maximise
  split TEXT NOT NULL,
  split_hash TEXT NOT NULL DEFAULT '',
  horizon INTEGER,
  season INTEGER,
  channels INTEGER,
  train_rows INTEGER,
  validation_rows INTEGER,
  test_rows INTEGER,
  test_items INTEGER,
  notes TEXT NOT NULL DEFAULT '[]',   -- JSON array of sentences
  UNIQUE (study_id, name)
) STRICT;

CREATE TABLE contender (
  id INTEGER PRIMARY KEY,
  study_id INTEGER NOT NULL REFERENCES study (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  method TEXT NOT NULL,
  family TEXT NOT NULL,
  family_index INTEGER NOT NULL,      -- 0, 1, 2 ... within its family: marker and shade
  model TEXT NOT NULL DEFAULT '',
  adapt TEXT NOT NULL DEFAULT '',
  options TEXT NOT NULL DEFAULT '{}', -- JSON
  parameters INTEGER,
  licence TEXT NOT NULL DEFAULT '',
  pretraining TEXT NOT NULL DEFAULT '',
  UNIQUE (study_id, name)
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  study_id INTEGER NOT NULL REFERENCES study (id),
  task_id INTEGER NOT NULL REFERENCES task (id),
  contender_id INTEGER NOT NULL REFERENCES contender (id),
  seed INTEGER NOT NULL,
  state TEXT NOT NULL,
  same_as INTEGER REFERENCES run (id),  -- no randomness: scores and predictions are that run's
  planned_trials INTEGER NOT NULL DEFAULT 0,
  resource_per_trial INTEGER NOT NULL DEFAULT 0,
  resource_unit TEXT NOT NULL DEFAULT '',
  best_trial_id INTEGER,
  leakage TEXT NOT NULL DEFAULT '',
  started_s REAL,
  resumed_s REAL,                     -- start of the last session: what lies before it may be a pause of days
  finished_s REAL,
  test_done INTEGER NOT NULL DEFAULT 0, -- test items predicted so far
  test_looks INTEGER NOT NULL DEFAULT 0,
  error_code TEXT NOT NULL DEFAULT '',
  error TEXT NOT NULL DEFAULT '',
  UNIQUE (task_id, contender_id, seed)
) STRICT;
CREATE INDEX run_by_study ON run (study_id);

CREATE TABLE trial (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run (id),
  number INTEGER NOT NULL,            -- 0, 1, ... in the order the search drew them
  state TEXT NOT NULL,
  config TEXT NOT NULL,               -- JSON
  seed INTEGER NOT NULL,
  value REAL,                         -- best validation value so far
  rung INTEGER NOT NULL DEFAULT 0,
  resource INTEGER NOT NULL DEFAULT 0,  -- epochs done
  seconds REAL NOT NULL DEFAULT 0,
  cpu_seconds REAL NOT NULL DEFAULT 0,
  parameters INTEGER NOT NULL DEFAULT 0,
  started_s REAL NOT NULL,
  finished_s REAL,
  stop_reason TEXT NOT NULL DEFAULT '',
  slot INTEGER,                       -- where its present or last segment runs
  segment_s REAL,                     -- when that segment began
  UNIQUE (run_id, number)
) STRICT;

-- One finished unit of work. A resumed run replays these instead of computing them again.
CREATE TABLE segment (
  trial_id INTEGER NOT NULL REFERENCES trial (id),
  from_resource INTEGER NOT NULL,
  to_resource INTEGER NOT NULL,
  reached INTEGER NOT NULL,
  outcome TEXT NOT NULL,              -- ok, finished, diverged, failed
  value REAL,
  slot INTEGER NOT NULL,
  started_s REAL NOT NULL,
  finished_s REAL NOT NULL,
  cpu_seconds REAL NOT NULL,
  parameters INTEGER NOT NULL DEFAULT 0,
  checkpoint TEXT NOT NULL DEFAULT '',  -- file name beside the project, empty: none kept
  details TEXT NOT NULL DEFAULT '',     -- JSON of the contender
  error TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (trial_id, from_resource)
) STRICT, WITHOUT ROWID;

CREATE TABLE rung_event (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run (id),
  trial_id INTEGER NOT NULL REFERENCES trial (id),
  rung INTEGER NOT NULL,
  resource INTEGER NOT NULL,
  value REAL,
  decision TEXT NOT NULL,
  cutoff REAL,
  rank INTEGER NOT NULL,
  of_count INTEGER NOT NULL,
  sequence INTEGER NOT NULL,          -- order of decisions within the run
  time_s REAL NOT NULL,
  UNIQUE (run_id, sequence)
) STRICT;
CREATE INDEX rung_event_by_trial ON rung_event (trial_id);

CREATE TABLE metric (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE point (
  trial_id INTEGER NOT NULL,
  metric_id INTEGER NOT NULL,
  step INTEGER NOT NULL,
  value REAL,
  time_s REAL NOT NULL,
  PRIMARY KEY (trial_id, metric_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE score (
  run_id INTEGER NOT NULL REFERENCES run (id),
  metric TEXT NOT NULL,
  part TEXT NOT NULL DEFAULT '',      -- '' = overall, else a channel or class
  block TEXT NOT NULL DEFAULT 'test', -- test, validation
  source TEXT NOT NULL DEFAULT 'measured',
  value REAL,
  items INTEGER NOT NULL DEFAULT 0,
  time_s REAL NOT NULL,
  PRIMARY KEY (run_id, metric, part, block, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
  run_id INTEGER PRIMARY KEY REFERENCES run (id),
  wall_seconds REAL NOT NULL DEFAULT 0,
  cpu_seconds REAL NOT NULL DEFAULT 0,
  gpu_seconds REAL NOT NULL DEFAULT 0,
  test_seconds REAL NOT NULL DEFAULT 0,
  trials INTEGER NOT NULL DEFAULT 0,
  epochs INTEGER NOT NULL DEFAULT 0,
  parameters_trained INTEGER NOT NULL DEFAULT 0,
  parameters_total INTEGER NOT NULL DEFAULT 0,
  pretraining TEXT NOT NULL DEFAULT ''
) STRICT;

-- One test item with its error, so that tests between contenders can be paired.
CREATE TABLE prediction (
  run_id INTEGER NOT NULL,
  item INTEGER NOT NULL,              -- window, sequence, tile
  part INTEGER NOT NULL,              -- channel; 0 where there is only one
  error REAL,                         -- the task's metric on this item
  mse REAL,
  mae REAL,
  mase REAL,
  smape REAL,
  label INTEGER,                      -- classification: the true class
  output BLOB,                        -- float32: forecast [H] or class scores; NULL: only the error is kept
  PRIMARY KEY (run_id, item, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE artifact (
  id INTEGER PRIMARY KEY,
  run_id INTEGER REFERENCES run (id),
  trial_id INTEGER REFERENCES trial (id),
  kind TEXT NOT NULL,                 -- details, ...
  json TEXT NOT NULL DEFAULT '',
  path TEXT NOT NULL DEFAULT '',
  created_s REAL NOT NULL
) STRICT;
-- NULLs count as different in a UNIQUE constraint, so that would let a run's own artifact be stored twice.
CREATE UNIQUE INDEX artifact_once ON artifact (IFNULL(run_id, 0), IFNULL(trial_id, 0), kind);

CREATE TABLE provenance (
  run_id INTEGER PRIMARY KEY REFERENCES run (id),
  spec TEXT NOT NULL,                 -- JSON: task, contender, budget as used
  seed INTEGER NOT NULL,
  code_version TEXT NOT NULL,
  libraries TEXT NOT NULL,            -- JSON: name -> version
  machine TEXT NOT NULL,              -- JSON: cpu, cores, memory, system
  device TEXT NOT NULL,
  threads INTEGER NOT NULL,           -- per trial
  slots INTEGER NOT NULL,
  data_hash TEXT NOT NULL,
  split_hash TEXT NOT NULL,
  wall_seconds REAL,
  cpu_seconds REAL
) STRICT;

CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  time_s REAL NOT NULL,
  level TEXT NOT NULL,
  study_id INTEGER,
  run_id INTEGER,
  trial_id INTEGER,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE view_state (
  key TEXT PRIMARY KEY,
  json TEXT NOT NULL,
  saved_s REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- Stable views for users' own SQL; the columns are documented in resources/help/sql-views.md.
CREATE VIEW v_scores AS
SELECT r.id AS run, s.name AS study, t.name AS task, c.name AS contender, r.seed AS seed, sc.metric AS metric,
       sc.part AS part, sc.block AS block, sc.value AS value, sc.source AS source, sc.items AS items, sc.time_s AS time
FROM run r
JOIN study s ON s.id = r.study_id
JOIN task t ON t.id = r.task_id
JOIN contender c ON c.id = r.contender_id
JOIN score sc ON sc.run_id = COALESCE(r.same_as, r.id);

CREATE VIEW v_runs AS
SELECT s.name AS study, t.name AS task, t.modality AS modality, c.name AS contender, c.family AS family,
       c.method AS method, r.seed AS seed, t.metric AS metric, t.direction AS direction, sc.value AS score,
       COALESCE(sc.source, 'measured') AS source, COALESCE(l.trials, 0) AS trials, COALESCE(l.epochs, 0) AS epochs,
       COALESCE(l.wall_seconds, 0.0) AS seconds, COALESCE(l.parameters_trained, 0) AS parameters, r.state AS state,
       r.leakage AS leakage, r.error AS error, r.id AS run
FROM run r
JOIN study s ON s.id = r.study_id
JOIN task t ON t.id = r.task_id
JOIN contender c ON c.id = r.contender_id
LEFT JOIN score sc ON sc.run_id = COALESCE(r.same_as, r.id) AND sc.metric = t.metric AND sc.part = '' AND sc.block = 'test'
  -- one row a run: a measured score goes before a reported one
  AND sc.source = (SELECT MIN(o.source) FROM score o
                   WHERE o.run_id = sc.run_id AND o.metric = sc.metric AND o.part = '' AND o.block = 'test')
LEFT JOIN ledger l ON l.run_id = r.id;

CREATE VIEW v_trials AS
SELECT s.name AS study, t.name AS task, c.name AS contender, r.seed AS seed, tr.id AS trial, tr.state AS state,
       tr.config AS config, tr.value AS value, tr.rung AS rung, tr.resource AS epochs, tr.seconds AS seconds,
       tr.stop_reason AS stop_reason, tr.number AS number, r.id AS run
FROM trial tr
JOIN run r ON r.id = tr.run_id
JOIN study s ON s.id = r.study_id
JOIN task t ON t.id = r.task_id
JOIN contender c ON c.id = r.contender_id;

CREATE VIEW v_points AS
SELECT p.trial_id AS trial, m.name AS metric, p.step AS step, p.value AS value, p.time_s AS time
FROM point p
JOIN metric m ON m.id = p.metric_id;

CREATE VIEW v_rungs AS
SELECT trial_id AS trial, rung AS rung, resource AS resource, value AS value, decision AS decision, cutoff AS cutoff,
       rank AS rank, time_s AS time, of_count AS of_count, run_id AS run
FROM rung_event;

CREATE VIEW v_ledger AS
SELECT s.name AS study, t.name AS task, c.name AS contender, r.seed AS seed, l.wall_seconds AS wall_seconds,
       l.cpu_seconds AS cpu_seconds, l.gpu_seconds AS gpu_seconds, l.test_seconds AS test_seconds, l.trials AS trials,
       l.epochs AS epochs, l.parameters_trained AS parameters_trained, l.parameters_total AS parameters_total,
       l.pretraining AS pretraining, r.test_looks AS test_looks, r.id AS run
FROM ledger l
JOIN run r ON r.id = l.run_id
JOIN study s ON s.id = r.study_id
JOIN task t ON t.id = r.task_id
JOIN contender c ON c.id = r.contender_id;

CREATE VIEW v_predictions AS
SELECT s.name AS study, t.name AS task, c.name AS contender, r.seed AS seed, p.item AS item, p.part AS part,
       p.error AS error, p.mse AS mse, p.mae AS mae, p.mase AS mase, p.smape AS smape, p.label AS label, p.output AS output, r.id AS run
FROM run r
JOIN prediction p ON p.run_id = COALESCE(r.same_as, r.id)
JOIN study s ON s.id = r.study_id
JOIN task t ON t.id = r.task_id
JOIN contender c ON c.id = r.contender_id;
