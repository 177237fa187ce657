-- Checks of an upload against a validation model. How far one is, its job knows; `verdict` is there once it ran, `groups` with it.
CREATE TABLE checks (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  upload_id uuid NOT NULL REFERENCES uploads ON DELETE CASCADE,
  model_key text NOT NULL,
  -- Of the community's own model; null for one that ships with the platform.
  model_version integer,
  model_title jsonb NOT NULL,
  options jsonb NOT NULL DEFAULT '{}',
  verdict jsonb,
  groups jsonb,
  created_by_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX checks_community_id_idx ON checks (community_id);
CREATE INDEX checks_upload_id_idx ON checks (upload_id);

-- One line of a check's report, in the order in which it was found. `group_number` leads to its group in checks.groups.
CREATE TABLE check_findings (
  check_id uuid NOT NULL REFERENCES checks ON DELETE CASCADE,
  sequence integer NOT NULL,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  group_number integer NOT NULL,
  code text NOT NULL,
  level text NOT NULL CHECK (level IN ('FATAL', 'ERROR', 'WARNING', 'INFO')),
  file_model text,
  table_name text,
  field text,
  file text,
  "row" integer,
  feature_id text,
  -- West, south, east, north in degrees.
  bbox double precision[],
  -- WKT in CRS:84.
  place text,
  params jsonb NOT NULL DEFAULT '{}',
  repair text,
  PRIMARY KEY (check_id, sequence)
);
CREATE INDEX check_findings_group_idx ON check_findings (check_id, group_number, sequence);
CREATE INDEX check_findings_community_id_idx ON check_findings (community_id);

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['checks', 'check_findings'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO archipel_system, archipel_worker', table_name);
    EXECUTE format('CREATE POLICY system_all ON %I TO archipel_system USING (true) WITH CHECK (true)', table_name);
    EXECUTE format('CREATE POLICY worker_own ON %I TO archipel_worker USING (community_id = (SELECT app.community_id()))
                    WITH CHECK (community_id = (SELECT app.community_id()))', table_name);
    EXECUTE format('CREATE POLICY app_read ON %I FOR SELECT TO archipel_app
                    USING (community_id = ANY ((SELECT app.communities_as(''contributor''))::uuid[]))', table_name);
  END LOOP;
END $$;
-- Asked for and taken back by those who hand data in; what a check found is written by its job alone.
GRANT SELECT, INSERT, DELETE ON checks TO archipel_app;
GRANT SELECT ON check_findings TO archipel_app;
CREATE POLICY app_insert ON checks FOR INSERT TO archipel_app
  WITH CHECK (created_by_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_delete ON checks FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
