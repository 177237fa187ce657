-- Files whose rows become edits of a draft: read and compared with a layer by a job, looked at, then taken. What is read waits in
-- edit_import_rows until then.
CREATE TABLE edit_imports (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  layer_id uuid NOT NULL REFERENCES layers ON DELETE CASCADE,
  author_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  file_name text NOT NULL,
  size bigint NOT NULL,
  object_key text NOT NULL,
  choice jsonb NOT NULL DEFAULT '{}',
  preview jsonb,
  taken_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX edit_imports_author_id_idx ON edit_imports (author_id, layer_id);
CREATE INDEX edit_imports_community_id_idx ON edit_imports (community_id);
CREATE INDEX edit_imports_layer_id_idx ON edit_imports (layer_id);

-- One change that the file asks for, as contribution_edits keeps it. `is_absent`: a feature that the file does not hold. `mark` tells new
-- features apart, the same each time a file is read: what is imported twice stays once in a draft.
CREATE TABLE edit_import_rows (
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  import_id uuid NOT NULL REFERENCES edit_imports ON DELETE CASCADE,
  position integer NOT NULL,
  mark text NOT NULL DEFAULT '',
  operation text NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
  is_absent boolean NOT NULL DEFAULT false,
  fid bigint,
  base_version integer,
  fields jsonb NOT NULL DEFAULT '{}',
  has_geometry boolean NOT NULL DEFAULT false,
  geom geometry,
  CHECK ((operation = 'insert') = (fid IS NULL)),
  CHECK ((operation = 'insert') = (base_version IS NULL)),
  PRIMARY KEY (import_id, position),
  UNIQUE (import_id, fid)
);
CREATE INDEX edit_import_rows_community_id_idx ON edit_import_rows (community_id);

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['edit_imports', 'edit_import_rows'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO archipel_system, archipel_worker', table_name);
    EXECUTE format('CREATE POLICY system_all ON %I TO archipel_system USING (true) WITH CHECK (true)', table_name);
    EXECUTE format('CREATE POLICY worker_own ON %I TO archipel_worker USING (community_id = (SELECT app.community_id()))
                    WITH CHECK (community_id = (SELECT app.community_id()))', table_name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON edit_imports TO archipel_app;
GRANT SELECT, DELETE ON edit_import_rows TO archipel_app;
-- One's own, as long as one contributes there; rows are written by the job alone.
CREATE POLICY app_own ON edit_imports TO archipel_app
  USING (author_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]))
  WITH CHECK (author_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_read ON edit_import_rows FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM edit_imports i WHERE i.id = import_id));
CREATE POLICY app_delete ON edit_import_rows FOR DELETE TO archipel_app
  USING (EXISTS (SELECT FROM edit_imports i WHERE i.id = import_id));
