-- Deliveries: uploads, their checks and their repairs. They belong to the contributors of the community. Only jobs write the findings of checks.

GRANT SELECT, INSERT, UPDATE, DELETE ON uploads TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON uploads TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_all ON uploads TO archipel_app USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON upload_layers TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON upload_layers TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_all ON upload_layers TO archipel_app USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

-- The job writes them, and contributors settle and delete them.
GRANT SELECT, UPDATE, DELETE ON address_rows TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON address_rows TO archipel_worker;
CREATE POLICY worker_own ON address_rows TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_all ON address_rows TO archipel_app USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

-- Jobs write them.
GRANT SELECT, INSERT, UPDATE, DELETE ON upload_findings TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON upload_findings TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON upload_findings FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

-- Contributors request checks in their own name, and delete them.
GRANT SELECT, INSERT, DELETE ON checks TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON checks TO archipel_worker;
CREATE POLICY worker_own ON checks TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON checks FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON checks FOR INSERT TO archipel_app
  WITH CHECK (created_by_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_delete ON checks FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

-- Jobs write them.
GRANT SELECT ON check_findings TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON check_findings TO archipel_worker;
CREATE POLICY worker_own ON check_findings TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON check_findings FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

-- A repair is written once, in its author's name, and can only be undone. It is deleted with its upload.
GRANT SELECT, INSERT, UPDATE ON upload_repairs TO archipel_app;
GRANT SELECT, UPDATE ON upload_repairs TO archipel_worker;
CREATE POLICY worker_own ON upload_repairs TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON upload_repairs FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON upload_repairs FOR INSERT TO archipel_app
  WITH CHECK (author_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_update ON upload_repairs FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

-- This function bypasses row-level security on purpose, so it runs as the only role that may.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- How many uploads of the caller are arriving, in all communities, and their bytes.
CREATE OR REPLACE FUNCTION app.own_uploads_under_way() RETURNS TABLE (number integer, bytes double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT count(*)::integer, coalesce(sum(size), 0)::double precision FROM public.uploads
  WHERE created_by_id = app.user_id() AND status = 'receiving'
$$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
