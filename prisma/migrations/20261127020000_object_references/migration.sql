-- Who refers to which stored bytes. A trigger of each owner table writes it in the owner's transaction, from the paths that name objects
-- in its rows. Bytes are deleted only when no row of object_references names them.
CREATE TABLE object_references (
  key text NOT NULL,
  owner_table text NOT NULL,
  owner_id uuid NOT NULL,
  PRIMARY KEY (key, owner_table, owner_id)
);
CREATE INDEX object_references_owner_idx ON object_references (owner_table, owner_id);

-- Objects that lost a reference: the sweep deletes those that nothing refers to by then, should the process have died before it could.
CREATE TABLE released_objects (
  key text PRIMARY KEY,
  released_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE object_references ENABLE ROW LEVEL SECURITY;
ALTER TABLE object_references FORCE ROW LEVEL SECURITY;
ALTER TABLE released_objects ENABLE ROW LEVEL SECURITY;
ALTER TABLE released_objects FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON object_references TO archipel_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON released_objects TO archipel_system;
CREATE POLICY system_all ON object_references TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY system_all ON released_objects TO archipel_system USING (true) WITH CHECK (true);

GRANT CREATE ON SCHEMA app TO archipel_system;
-- The keys that a row names: its arguments are JSON paths over the row.
CREATE FUNCTION app.object_keys(data jsonb, paths text[]) RETURNS SETOF text LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT DISTINCT found #>> '{}' FROM unnest(paths) AS path, jsonb_path_query(data, path::jsonpath) AS found
  WHERE jsonb_typeof(found) = 'string'
$$;
-- Owners write under their own roles, which may not read this table: the function runs as the role that may.
CREATE FUNCTION app.keep_object_references() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  owner uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END;
  keys text[] := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE ARRAY(SELECT app.object_keys(to_jsonb(NEW), TG_ARGV::text[])) END;
BEGIN
  WITH gone AS (
    DELETE FROM public.object_references r
    WHERE r.owner_table = TG_TABLE_NAME AND r.owner_id = owner AND r.key <> ALL (keys) RETURNING r.key)
  INSERT INTO public.released_objects (key) SELECT g.key FROM gone g ON CONFLICT (key) DO UPDATE SET released_at = now();
  INSERT INTO public.object_references (key, owner_table, owner_id)
    SELECT k, TG_TABLE_NAME, owner FROM unnest(keys) AS k ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
ALTER FUNCTION app.object_keys(jsonb, text[]) OWNER TO archipel_system;
ALTER FUNCTION app.keep_object_references() OWNER TO archipel_system;
REVOKE CREATE ON SCHEMA app FROM archipel_system;

CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF object_key, repaired_key, rasters ON uploads
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.object_key', '$.repaired_key', '$.rasters[*].previewKey');
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF source ON upload_layers
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.source.sampleKey', '$.source.rows.key');
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF object_key, preview_key ON dataset_attachments
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.object_key', '$.preview_key');
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF storage_key, thumbnail_key ON report_files
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.storage_key', '$.thumbnail_key');
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF file ON processing_runs
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.file.objectKey');
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF object_key ON edit_imports
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.object_key');
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF logo_key ON portals
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.logo_key');

-- The references of the rows that there are.
INSERT INTO object_references (key, owner_table, owner_id)
SELECT k, 'uploads', o.id FROM uploads o, app.object_keys(to_jsonb(o), '{$.object_key,$.repaired_key,$.rasters[*].previewKey}') k
UNION ALL SELECT k, 'upload_layers', o.id FROM upload_layers o, app.object_keys(to_jsonb(o), '{$.source.sampleKey,$.source.rows.key}') k
UNION ALL SELECT k, 'dataset_attachments', o.id FROM dataset_attachments o, app.object_keys(to_jsonb(o), '{$.object_key,$.preview_key}') k
UNION ALL SELECT k, 'report_files', o.id FROM report_files o, app.object_keys(to_jsonb(o), '{$.storage_key,$.thumbnail_key}') k
UNION ALL SELECT k, 'processing_runs', o.id FROM processing_runs o, app.object_keys(to_jsonb(o), '{$.file.objectKey}') k
UNION ALL SELECT k, 'edit_imports', o.id FROM edit_imports o, app.object_keys(to_jsonb(o), '{$.object_key}') k
UNION ALL SELECT k, 'portals', o.id FROM portals o, app.object_keys(to_jsonb(o), '{$.logo_key}') k;
