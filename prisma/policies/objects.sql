-- Stored bytes and their references. Only the platform reads and writes both tables (shared.sql); triggers of the owner tables write
-- the references, whichever role writes the owner's row.

-- This function bypasses row-level security on purpose, so it runs as the only role that may.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- Sets the references of one owner to the keys in its row. The arguments are JSON paths into the row.
CREATE OR REPLACE FUNCTION app.keep_object_references() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
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

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
