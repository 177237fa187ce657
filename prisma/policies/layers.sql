-- Layers. A layer is as readable as its dataset. Managers change and delete it; jobs create it. The tables of schema `layers` get their own
-- policies when they are created (layer-table.ts); these call app.can_read_layer, app.communities_as and app.community_id.

-- The policy of datasets applies in the sub-select.
GRANT SELECT, INSERT, UPDATE, DELETE ON layers TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON layers TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON layers FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id));
CREATE POLICY app_update ON layers FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON layers FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- A revision is as readable as its layer. It is written once.
GRANT SELECT, INSERT, UPDATE, DELETE ON layer_revisions TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON layer_revisions TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON layer_revisions FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM layers l WHERE l.id = layer_id));
CREATE POLICY app_insert ON layer_revisions FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- This function bypasses row-level security on purpose, so it runs as the only role that may.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- Whether the caller may read the layer. The policies of the tables in schema `layers` call this once per query. PL/pgSQL keeps the plan for
-- the life of a connection; every statement would plan a function in SQL again (1.8 ms a call instead of 0.1 ms).
CREATE OR REPLACE FUNCTION app.can_read_layer(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  owner uuid;
  is_published boolean;
  is_active boolean;
  audience text;
  is_deleted boolean;
BEGIN
  IF app.is_confined() AND NOT coalesce(wanted = ANY (app.reach('layers')), false) THEN RETURN false; END IF;
  SELECT d.community_id, d.status = 'published', d.visibility, c.status = 'active', d.erase_at IS NOT NULL
  INTO owner, is_published, audience, is_active, is_deleted
  FROM public.layers l JOIN public.datasets d ON d.id = l.dataset_id JOIN public.communities c ON c.id = d.community_id
  WHERE l.id = wanted;
  IF NOT FOUND OR is_deleted THEN RETURN false; END IF;
  IF is_published AND audience = 'public' AND is_active THEN RETURN true; END IF;
  IF is_published AND audience = 'members' AND owner = ANY (app.communities_read()) THEN RETURN true; END IF;
  RETURN owner = ANY (app.communities_as('contributor'));
END $$;

-- The revision of a layer in the snapshot of the statement, for a caller who may read the layer. A part of a page's statement, so in PL/pgSQL too.
CREATE OR REPLACE FUNCTION app.layer_revision(wanted uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT app.can_read_layer(wanted) THEN RETURN NULL; END IF;
  RETURN (SELECT l.revision FROM public.layers l WHERE l.id = wanted);
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
