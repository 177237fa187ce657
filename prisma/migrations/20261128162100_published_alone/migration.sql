-- A community with one manager cannot have its rules read by a second person: that manager publishes alone, and writes why.
ALTER TABLE answer_rule_events ADD COLUMN alone_reason text CHECK (length(alone_reason) BETWEEN 10 AND 500);
ALTER TABLE answer_overrides ADD COLUMN alone_reason text CHECK (length(alone_reason) BETWEEN 10 AND 500);
-- The author and the reviewer are one person only with a reason.
ALTER TABLE answer_overrides DROP CONSTRAINT answer_overrides_check1;
ALTER TABLE answer_overrides ADD CONSTRAINT answer_overrides_two_persons CHECK (reviewer_id <> author_id OR alone_reason IS NOT NULL);
