-- A planned alert is sent to its followers when it begins to be in force, not when it is published.
ALTER TABLE alert_revisions ADD COLUMN begun_at timestamptz;
UPDATE alert_revisions SET begun_at = published_at;
CREATE INDEX alert_revisions_waiting_idx ON alert_revisions (starts_at) WHERE begun_at IS NULL;
