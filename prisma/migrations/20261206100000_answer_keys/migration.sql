-- Keys that sign answers. Only the platform reads and writes them; the public halves are published by the server.
CREATE TABLE answer_keys (
  id text PRIMARY KEY,
  public_key jsonb NOT NULL,
  sealed_key jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ended_at timestamptz
);
-- One key is in use.
CREATE UNIQUE INDEX answer_keys_in_use ON answer_keys ((true)) WHERE ended_at IS NULL;

ALTER TABLE answer_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE answer_keys FORCE ROW LEVEL SECURITY;
