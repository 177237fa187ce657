-- A community's own validation models. Each save is a version of its own and stays, so that a check says which one it used.
CREATE TABLE validation_models (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  -- The model's own id, as its definition has it.
  key text NOT NULL,
  version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  title jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (community_id, key)
);

CREATE TABLE validation_model_versions (
  model_id uuid NOT NULL REFERENCES validation_models ON DELETE CASCADE,
  version integer NOT NULL,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  definition jsonb NOT NULL,
  author_id uuid REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (model_id, version)
);
CREATE INDEX validation_model_versions_community_id_idx ON validation_model_versions (community_id);

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['validation_models', 'validation_model_versions'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO archipel_system', table_name);
    EXECUTE format('GRANT SELECT ON %I TO archipel_worker', table_name);
    EXECUTE format('CREATE POLICY system_all ON %I TO archipel_system USING (true) WITH CHECK (true)', table_name);
    EXECUTE format('CREATE POLICY worker_own ON %I FOR SELECT TO archipel_worker USING (community_id = (SELECT app.community_id()))', table_name);
    -- Who hands data in checks them by these; managers write them.
    EXECUTE format('CREATE POLICY app_read ON %I FOR SELECT TO archipel_app
                    USING (community_id = ANY ((SELECT app.communities_as(''contributor''))::uuid[]))', table_name);
    EXECUTE format('CREATE POLICY app_insert ON %I FOR INSERT TO archipel_app
                    WITH CHECK (community_id = ANY ((SELECT app.communities_as(''manager''))::uuid[]))', table_name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON validation_models TO archipel_app;
-- A version is written once, and goes with its model.
GRANT SELECT, INSERT ON validation_model_versions TO archipel_app;
CREATE POLICY app_update ON validation_models FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON validation_models FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
