-- Communities. Members see theirs, people of an organisation those that give it something, operators see all. Operators create communities; managers and operators change them; no one deletes them.

GRANT SELECT, INSERT, UPDATE, DELETE ON communities TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON communities TO archipel_worker USING (id = (SELECT app.community_id()));
CREATE POLICY app_read ON communities FOR SELECT TO archipel_app
  USING (id = ANY ((SELECT app.communities_as('member'))::uuid[]) OR (SELECT app.is_operator())
    OR id = ANY ((SELECT app.delegated('any'))::uuid[]));
CREATE POLICY app_insert ON communities FOR INSERT TO archipel_app WITH CHECK ((SELECT app.is_operator()));
CREATE POLICY app_update ON communities FOR UPDATE TO archipel_app
  USING (id = ANY ((SELECT app.communities_as('manager'))::uuid[]) OR (SELECT app.is_operator()));

-- The name of a community is public once the community publishes something. Nothing else about it is.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;
CREATE OR REPLACE VIEW app.public_communities AS
  SELECT c.id, c.name FROM public.communities c
  WHERE c.status = 'active' AND (
    EXISTS (SELECT FROM public.portals p WHERE p.community_id = c.id AND (p.status = 'live' OR p.id = app.pass_to()))
    OR EXISTS (SELECT FROM public.datasets d WHERE d.community_id = c.id AND d.status = 'published' AND d.visibility = 'public'));
GRANT SELECT ON app.public_communities TO archipel_app, archipel_worker;

-- Whether a community takes requests to join: its portals say it to every visitor.
CREATE OR REPLACE FUNCTION app.takes_requests(of_community uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN coalesce((SELECT c.accepts_requests FROM public.communities c WHERE c.id = of_community AND c.status = 'active'), false);
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;

-- The copies of a whole community. Only the platform shows them, to managers also of a closed community; a job of the community writes them.
GRANT SELECT, UPDATE ON community_exports TO archipel_worker;
CREATE POLICY worker_own ON community_exports TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
-- Only the platform reads and writes community_imports (shared.sql).
