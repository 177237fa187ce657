-- Reports that look alike and that a moderator told apart: not offered as duplicates of each other any more.
CREATE TABLE report_pairs_apart (
  one_id uuid NOT NULL REFERENCES reports ON DELETE CASCADE,
  other_id uuid NOT NULL REFERENCES reports ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  author_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (one_id, other_id),
  -- One row for a pair, whichever was looked at.
  CHECK (one_id < other_id)
);
CREATE INDEX report_pairs_apart_other_id_idx ON report_pairs_apart (other_id);
CREATE INDEX report_pairs_apart_community_id_idx ON report_pairs_apart (community_id);

ALTER TABLE report_pairs_apart ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_pairs_apart FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON report_pairs_apart TO archipel_app, archipel_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_pairs_apart TO archipel_system;
CREATE POLICY system_all ON report_pairs_apart TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY worker_own ON report_pairs_apart TO archipel_worker USING (community_id = (SELECT app.community_id()))
  WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON report_pairs_apart FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));
CREATE POLICY app_insert ON report_pairs_apart FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[])
    AND EXISTS (SELECT FROM reports r WHERE r.id = one_id AND r.community_id = report_pairs_apart.community_id)
    AND EXISTS (SELECT FROM reports r WHERE r.id = other_id AND r.community_id = report_pairs_apart.community_id));
CREATE POLICY app_delete ON report_pairs_apart FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));
