-- Before a grant ends, its giver and its readers are reminded once. Another end is another reminder.
ALTER TABLE grants ADD COLUMN reminded_at timestamptz;
CREATE INDEX grants_to_remind_idx ON grants (valid_until) WHERE reminded_at IS NULL AND revoked_at IS NULL AND valid_until IS NOT NULL;
