-- The series of a task as they were read, so that a project shows its data wherever it is opened.
CREATE TABLE series (
  task_id INTEGER NOT NULL REFERENCES task (id),
  channel INTEGER NOT NULL,
  name TEXT NOT NULL,
  first_row INTEGER NOT NULL DEFAULT 0, -- of the first value below; earlier rows of very large data are not kept
  train_end INTEGER NOT NULL,           -- rows of the whole series: [0, train_end) trains
  validation_end INTEGER NOT NULL,
  test_end INTEGER NOT NULL,
  mean REAL NOT NULL,                   -- value = mean + deviation * scaled value
  deviation REAL NOT NULL,
  start_s REAL,                         -- time of row 0; NULL: no dates
  step_s REAL,                          -- median step
  step_unit TEXT NOT NULL DEFAULT '',   -- seconds, weekdays, months, quarters, years; '': no clock
  raw BLOB,                             -- float32, NaN where missing
  PRIMARY KEY (task_id, channel)
) STRICT;
