-- Version 4. Whose a call is that was deleted and created anew: what rollback goes by.

ALTER TABLE call ADD COLUMN first_run INTEGER;   -- of a call that was replaced, or is about to be: the run that created it first, 0 = it was there before all; null = created_run

-- A version 3 kept the last run that created it. What that run had deleted itself was there before, for all that can be known: no rollback takes it.
UPDATE call SET first_run = 0
FROM (SELECT r.task_id, j.run FROM job j JOIN job_row r ON r.job = j.id
      WHERE j.operation = 'delete' AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.task_id = r.task_id AND a.run = j.run AND a.job = j.id)) d
WHERE call.task_id = d.task_id AND (call.created_run = d.run OR (call.plan = 3 AND call.target_id IS NULL));
