-- What a person sees of their sessions at the hub: which browser, and when it was used last. No address and no whole user agent.
CREATE TABLE hub_sessions (
  session_uid text PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  browser text,
  system text,
  last_used_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX hub_sessions_user_id_idx ON hub_sessions (user_id);
ALTER TABLE hub_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub_sessions FORCE ROW LEVEL SECURITY;
