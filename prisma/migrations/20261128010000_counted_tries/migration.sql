-- Tries of secrets (passwords, codes of mails, keys) and requested mails, counted over all processes. A try is taken before the secret
-- is checked, so that parallel tries pass exactly the limit. `key` holds a hash: what was typed is not kept.
CREATE TABLE try_counters (
  key text PRIMARY KEY,
  taken integer NOT NULL,
  most integer NOT NULL,
  -- Whether a try was refused in this period: the journal mentions the first.
  has_refused boolean NOT NULL DEFAULT false,
  ends_at timestamptz NOT NULL
);
CREATE INDEX try_counters_ends_at_idx ON try_counters (ends_at);

ALTER TABLE try_counters ENABLE ROW LEVEL SECURITY;
ALTER TABLE try_counters FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON try_counters TO archipel_system;
CREATE POLICY system_all ON try_counters TO archipel_system USING (true) WITH CHECK (true);

-- A person's own journal: entries of the platform about the account.
CREATE INDEX audit_entries_account_idx ON audit_entries (resource_id, created_at) WHERE community_id IS NULL;
