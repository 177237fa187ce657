-- Quality: a sheet of figures per dataset, and what people say of it.
CREATE TABLE quality_rules (
  dataset_id uuid PRIMARY KEY REFERENCES datasets ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  mandatory_columns jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX quality_rules_community_id_idx ON quality_rules (community_id);

-- `stale_since`: something happened that the figures do not know yet; the job runner takes such sheets up, the oldest first.
CREATE TABLE quality_sheets (
  dataset_id uuid PRIMARY KEY REFERENCES datasets ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  figures jsonb,
  revision integer NOT NULL DEFAULT 0,
  computed_at timestamptz,
  confidence_at timestamptz NOT NULL DEFAULT now(),
  stale_since timestamptz
);
CREATE INDEX quality_sheets_community_id_idx ON quality_sheets (community_id);
CREATE INDEX quality_sheets_stale_since_idx ON quality_sheets (stale_since) WHERE stale_since IS NOT NULL;

-- Somebody looked at a feature, and it is as it should be.
CREATE TABLE feature_confirmations (
  layer_id uuid NOT NULL REFERENCES layers ON DELETE CASCADE,
  fid bigint NOT NULL,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  confirmed_by_id uuid NOT NULL,
  confirmed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (layer_id, fid)
);
CREATE INDEX feature_confirmations_community_id_idx ON feature_confirmations (community_id);

CREATE TABLE dataset_ratings (
  id uuid PRIMARY KEY,
  dataset_id uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  stars integer NOT NULL CHECK (stars BETWEEN 1 AND 5),
  comment text NOT NULL DEFAULT '',
  hidden_at timestamptz,
  hidden_by_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (dataset_id, user_id)
);
CREATE INDEX dataset_ratings_community_id_idx ON dataset_ratings (community_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON quality_rules TO archipel_app, archipel_worker;
GRANT SELECT, INSERT, UPDATE ON feature_confirmations TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON quality_sheets, feature_confirmations, dataset_ratings TO archipel_worker;
GRANT SELECT ON quality_sheets TO archipel_app;
GRANT SELECT, UPDATE ON dataset_ratings TO archipel_app;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['quality_rules', 'quality_sheets', 'feature_confirmations', 'dataset_ratings'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO archipel_system', table_name);
    EXECUTE format('CREATE POLICY system_all ON %I TO archipel_system USING (true) WITH CHECK (true)', table_name);
    EXECUTE format('CREATE POLICY worker_own ON %I TO archipel_worker USING (community_id = (SELECT app.community_id()))
                    WITH CHECK (community_id = (SELECT app.community_id()))', table_name);
  END LOOP;
END $$;

CREATE POLICY app_read ON quality_rules FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON quality_rules FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON quality_rules FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON quality_rules FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- What is said of a dataset is read with it: the inner SELECT is under the policies of datasets.
CREATE POLICY app_read ON quality_sheets FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id));

CREATE POLICY app_read ON feature_confirmations FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON feature_confirmations FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]) AND confirmed_by_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM layers l WHERE l.id = layer_id AND l.community_id = feature_confirmations.community_id));
CREATE POLICY app_update ON feature_confirmations FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

-- Anyone signed in may rate, also people of no community: the platform writes for them once it looked that they may read the dataset.
CREATE POLICY app_read ON dataset_ratings FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id) AND (hidden_at IS NULL OR user_id = (SELECT app.user_id())
    OR community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[])));
CREATE POLICY app_update ON dataset_ratings FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));
