-- Keys that a person's programs (QGIS, scripts) come with. Only the hash of a key is kept.
CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  name text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('read', 'contribute')),
  secret_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX api_keys_user_id_idx ON api_keys (user_id);

ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON api_keys TO archipel_system;
CREATE POLICY system_all ON api_keys TO archipel_system USING (true) WITH CHECK (true);
-- Written by the platform alone; seen and taken away by whoever they are of, and nobody else.
GRANT SELECT, DELETE ON api_keys TO archipel_app;
CREATE POLICY app_read ON api_keys FOR SELECT TO archipel_app USING (user_id = (SELECT app.user_id()));
CREATE POLICY app_delete ON api_keys FOR DELETE TO archipel_app USING (user_id = (SELECT app.user_id()));
