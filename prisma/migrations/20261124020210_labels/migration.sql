-- Labels: marks that a community gives to datasets, by thresholds over the figures or by vote of its members.
CREATE TABLE quality_labels (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  name_fr text NOT NULL,
  name_en text NOT NULL DEFAULT '',
  meaning_fr text NOT NULL DEFAULT '',
  meaning_en text NOT NULL DEFAULT '',
  colour text NOT NULL DEFAULT 'success' CHECK (colour IN ('accent', 'success', 'info', 'warning', 'neutral')),
  rule jsonb NOT NULL,
  position integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX quality_labels_community_id_idx ON quality_labels (community_id, position);

-- One stretch of time in which a dataset bears, or may not bear, a label. `barred`: a manager took it away; rules do not give it back.
CREATE TABLE quality_label_awards (
  id uuid PRIMARY KEY,
  label_id uuid NOT NULL REFERENCES quality_labels ON DELETE CASCADE,
  dataset_id uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('awarded', 'barred')),
  started_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  reason text NOT NULL DEFAULT '',
  by_id uuid
);
CREATE UNIQUE INDEX quality_label_awards_current_idx ON quality_label_awards (label_id, dataset_id) WHERE ended_at IS NULL;
CREATE INDEX quality_label_awards_community_id_idx ON quality_label_awards (community_id);
CREATE INDEX quality_label_awards_dataset_id_idx ON quality_label_awards (dataset_id);

CREATE TABLE quality_label_votes (
  label_id uuid NOT NULL REFERENCES quality_labels ON DELETE CASCADE,
  dataset_id uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  is_for boolean NOT NULL,
  voted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (label_id, dataset_id, user_id)
);
CREATE INDEX quality_label_votes_community_id_idx ON quality_label_votes (community_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON quality_labels, quality_label_votes TO archipel_app;
GRANT SELECT, INSERT, UPDATE ON quality_label_awards TO archipel_app;
GRANT SELECT ON quality_labels, quality_label_votes TO archipel_worker;
GRANT SELECT, INSERT, UPDATE ON quality_label_awards TO archipel_worker;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['quality_labels', 'quality_label_awards', 'quality_label_votes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO archipel_system', table_name);
    EXECUTE format('CREATE POLICY system_all ON %I TO archipel_system USING (true) WITH CHECK (true)', table_name);
    EXECUTE format('CREATE POLICY worker_own ON %I TO archipel_worker USING (community_id = (SELECT app.community_id()))
                    WITH CHECK (community_id = (SELECT app.community_id()))', table_name);
  END LOOP;
END $$;

CREATE POLICY app_read ON quality_labels FOR SELECT TO archipel_app USING (true);
CREATE POLICY app_insert ON quality_labels FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON quality_labels FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON quality_labels FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

CREATE POLICY app_read ON quality_label_awards FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id));
CREATE POLICY app_insert ON quality_label_awards FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id AND d.community_id = quality_label_awards.community_id)
    AND EXISTS (SELECT FROM quality_labels l WHERE l.id = label_id AND l.community_id = quality_label_awards.community_id));
CREATE POLICY app_update ON quality_label_awards FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- A vote is one's own; how many there are is told by the platform.
CREATE POLICY app_read ON quality_label_votes FOR SELECT TO archipel_app
  USING (user_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]));
CREATE POLICY app_insert ON quality_label_votes FOR INSERT TO archipel_app
  WITH CHECK (user_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[])
    AND EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id AND d.community_id = quality_label_votes.community_id)
    AND EXISTS (SELECT FROM quality_labels l WHERE l.id = label_id AND l.community_id = quality_label_votes.community_id));
CREATE POLICY app_update ON quality_label_votes FOR UPDATE TO archipel_app
  USING (user_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]));
CREATE POLICY app_delete ON quality_label_votes FOR DELETE TO archipel_app
  USING (user_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]));
