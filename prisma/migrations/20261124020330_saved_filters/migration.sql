-- Filters of the moderators' queues that a person keeps under a name. What is in `filter` is the contract of its kind.
CREATE TABLE saved_filters (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('contributions', 'reports')),
  name text NOT NULL,
  filter jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (community_id, user_id, kind, name)
);
CREATE INDEX saved_filters_user_id_idx ON saved_filters (user_id);

ALTER TABLE saved_filters ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_filters FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_filters TO archipel_system, archipel_app;
CREATE POLICY system_all ON saved_filters TO archipel_system USING (true) WITH CHECK (true);
-- One's own, as long as one moderates there; no job reads them.
CREATE POLICY app_own ON saved_filters TO archipel_app
  USING (user_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]))
  WITH CHECK (user_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));
