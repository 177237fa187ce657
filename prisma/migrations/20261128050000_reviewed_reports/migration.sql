-- What people without an account send is read by a moderator before the public sees it, or after.

-- When a portal shows the reports of people without an account. Existing portals hold new ones too: the safe choice is the default.
ALTER TABLE portals ADD COLUMN report_review text NOT NULL DEFAULT 'before' CHECK (report_review IN ('before', 'after'));

-- `passed`: needs no review, or a moderator published it. `unseen`: public, not yet read. `held`: waits for a moderator. `refused`: not
-- published. Reports and messages that are public today stay so.
ALTER TABLE reports ADD COLUMN review text NOT NULL DEFAULT 'passed' CHECK (review IN ('passed', 'unseen', 'held', 'refused'));
ALTER TABLE report_entries ADD COLUMN review text NOT NULL DEFAULT 'passed' CHECK (review IN ('passed', 'unseen', 'held', 'refused'));

-- The queue of what is to be reviewed: few rows of many.
CREATE INDEX reports_to_review_idx ON reports (community_id, created_at) WHERE review IN ('unseen', 'held');
CREATE INDEX report_entries_to_review_idx ON report_entries (report_id) WHERE review IN ('unseen', 'held');

-- The history of a report says who published or refused it.
ALTER TABLE report_entries DROP CONSTRAINT report_entries_kind_check, ADD CONSTRAINT report_entries_kind_check
  CHECK (kind IN ('comment', 'note', 'status', 'assignee', 'theme', 'due', 'merged', 'edit', 'visibility', 'review'));
