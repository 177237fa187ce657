-- What the attempts of a job used of its budget: children, their processor time, wall-clock time.
ALTER TABLE jobs ADD COLUMN spent jsonb;
