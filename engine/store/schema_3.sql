-- Runs in stages, and tasks of labelled examples.

-- Searches of a run, one after the other, each built on the winners of those before it.
CREATE TABLE stage (
  run_id INTEGER NOT NULL REFERENCES run (id),
  stage INTEGER NOT NULL,               -- 0, 1, ...
  name TEXT NOT NULL,                   -- "architecture search"; '' for an only search
  planned_trials INTEGER NOT NULL,
  resource_per_trial INTEGER NOT NULL,
  resource_unit TEXT NOT NULL,
  time_end REAL NOT NULL,               -- share of the run's work that is done when this stage is over
  note TEXT NOT NULL DEFAULT '',        -- what was chosen and why
  decision TEXT NOT NULL DEFAULT '',    -- JSON of what a measurement decided: the same again on resume
  started_s REAL NOT NULL,
  finished_s REAL,
  winner_trial_id INTEGER,
  PRIMARY KEY (run_id, stage)
) STRICT, WITHOUT ROWID;

ALTER TABLE trial ADD COLUMN stage INTEGER NOT NULL DEFAULT 0;

ALTER TABLE task ADD COLUMN target TEXT NOT NULL DEFAULT '';      -- class, multi-label, mask; '' for series
ALTER TABLE task ADD COLUMN classes TEXT NOT NULL DEFAULT '[]';   -- JSON array of names
ALTER TABLE task ADD COLUMN height INTEGER NOT NULL DEFAULT 0;    -- of an item: 1 for sequences
ALTER TABLE task ADD COLUMN width INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN overlap TEXT NOT NULL DEFAULT '';     -- test items that training has too, one sentence

-- The labelled examples of a task, so that a project shows its data wherever it is opened.
CREATE TABLE example (
  task_id INTEGER NOT NULL REFERENCES task (id),
  item INTEGER NOT NULL,
  block TEXT NOT NULL,                  -- train, validation, test, unused
  name TEXT NOT NULL,
  label INTEGER,                        -- class; multi-label: one bit for each of the first 62; NULL for masks
  content BLOB,                         -- letters, or pixels as 8 bits [height, width, channels]; NULL: not kept
  mask BLOB,                            -- [height, width], 255: ignored
  PRIMARY KEY (task_id, item)
) STRICT, WITHOUT ROWID;

ALTER TABLE prediction ADD COLUMN cross_entropy REAL;            -- labelled examples: of this item

DROP VIEW v_predictions;
CREATE VIEW v_predictions AS
SELECT s.name AS study, t.name AS task, c.name AS contender, r.seed AS seed, p.item AS item, p.part AS part,
       p.error AS error, p.mse AS mse, p.mae AS mae, p.mase AS mase, p.smape AS smape, p.label AS label,
       p.output AS output, r.id AS run, p.cross_entropy AS cross_entropy
FROM run r
JOIN prediction p ON p.run_id = COALESCE(r.same_as, r.id)
JOIN study s ON s.id = r.study_id
JOIN task t ON t.id = r.task_id
JOIN contender c ON c.id = r.contender_id;

DROP VIEW v_trials;
CREATE VIEW v_trials AS
SELECT s.name AS study, t.name AS task, c.name AS contender, r.seed AS seed, tr.id AS trial, tr.state AS state,
       tr.config AS config, tr.value AS value, tr.rung AS rung, tr.resource AS epochs, tr.seconds AS seconds,
       tr.stop_reason AS stop_reason, tr.number AS number, r.id AS run, tr.stage AS stage,
       COALESCE(sg.name, '') AS stage_name
FROM trial tr
JOIN run r ON r.id = tr.run_id
JOIN study s ON s.id = r.study_id
JOIN task t ON t.id = r.task_id
JOIN contender c ON c.id = r.contender_id
LEFT JOIN stage sg ON sg.run_id = tr.run_id AND sg.stage = tr.stage;

DROP VIEW v_rungs;
CREATE VIEW v_rungs AS
SELECT e.trial_id AS trial, e.rung AS rung, e.resource AS resource, e.value AS value, e.decision AS decision,
       e.cutoff AS cutoff, e.rank AS rank, e.time_s AS time, e.of_count AS of_count, e.run_id AS run, tr.stage AS stage
FROM rung_event e
JOIN trial tr ON tr.id = e.trial_id;

CREATE VIEW v_stages AS
SELECT s.name AS study, t.name AS task, c.name AS contender, r.seed AS seed, sg.stage AS stage, sg.name AS name,
       sg.planned_trials AS planned_trials, sg.resource_per_trial AS epochs_per_trial, sg.note AS note,
       sg.decision AS decision, sg.winner_trial_id AS winner, sg.started_s AS started, sg.finished_s AS finished,
       r.id AS run
FROM stage sg
JOIN run r ON r.id = sg.run_id
JOIN study s ON s.id = r.study_id
JOIN task t ON t.id = r.task_id
JOIN contender c ON c.id = r.contender_id;
