-- Portals. Everyone sees live portals of active communities, holders of a pass also the one that it names; members see all of theirs. Managers
-- create, change and delete them.

-- A suspended community shows no portal to the public.
GRANT SELECT, INSERT, UPDATE, DELETE ON portals TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON portals TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON portals FOR SELECT TO archipel_app
  USING (((status = 'live' OR id = (SELECT app.pass_to())) AND community_id <> ALL ((SELECT app.suspended_communities())::uuid[]))
    OR community_id = ANY ((SELECT app.communities_as('member'))::uuid[]));
CREATE POLICY app_insert ON portals FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON portals FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON portals FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- Host names are public: visitors find the portal by them. A domain gets its row from the platform, when DNS has its proof.
GRANT SELECT, INSERT, UPDATE, DELETE ON portal_hosts TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON portal_hosts TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON portal_hosts FOR SELECT TO archipel_app USING (true);
CREATE POLICY app_insert ON portal_hosts FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]) AND kind = 'slug'
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = portal_hosts.community_id));
CREATE POLICY app_update ON portal_hosts FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]) AND (kind <> 'domain' OR EXISTS (
    SELECT FROM portal_domains d WHERE d.id = domain_id AND d.portal_id = portal_hosts.portal_id AND d.host = portal_hosts.host
      AND d.state IN ('proved', 'failing'))));
CREATE POLICY app_delete ON portal_hosts FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- The list of a portal is as readable as the portal, through the policy of portals in the sub-select.
GRANT SELECT, INSERT, UPDATE, DELETE ON portal_datasets TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON portal_datasets TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON portal_datasets FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM portals p WHERE p.id = portal_id));
CREATE POLICY app_insert ON portal_datasets FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = portal_datasets.community_id)
    AND app.can_list_dataset(dataset_id, community_id));
CREATE POLICY app_update ON portal_datasets FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]) AND app.can_list_dataset(dataset_id, community_id));
CREATE POLICY app_delete ON portal_datasets FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- This function bypasses row-level security on purpose, so it runs as the only role that may.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- Whether a community may list the dataset in its portals: its own datasets, and public ones that others share.
CREATE OR REPLACE FUNCTION app.can_list_dataset(wanted uuid, by_community uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT FROM public.datasets d JOIN public.communities c ON c.id = d.community_id
    WHERE d.id = wanted AND (d.community_id = by_community
      OR (d.is_shared AND d.visibility = 'public' AND d.status = 'published' AND c.status = 'active')))
$$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;

-- The published datasets that a portal lists that is not closed, or that the caller has a pass to: those of its community, and those that others still share. The caller's own rights apply
-- (security_invoker). If two datasets have the same slug, the community's own keeps it and the other gets a suffix that never changes.
CREATE OR REPLACE VIEW app.portal_catalogue WITH (security_invoker = true) AS
  SELECT pd.portal_id, pd.dataset_id, pd.position, pd.is_visible,
    CASE WHEN row_number() OVER (PARTITION BY pd.portal_id, d.slug ORDER BY d.community_id = p.community_id DESC, d.id) = 1
      THEN d.slug ELSE d.slug || '-' || right(d.id::text, 8) END AS slug
  FROM portal_datasets pd
  JOIN portals p ON p.id = pd.portal_id AND (p.status IN ('live', 'preparing') OR p.id = app.pass_to())
  JOIN datasets d ON d.id = pd.dataset_id AND d.status = 'published'
    AND (d.community_id = p.community_id OR (d.is_shared AND d.visibility = 'public'));
GRANT SELECT ON app.portal_catalogue TO archipel_app, archipel_worker, archipel_system;

-- The portals that are read-only, by themselves or with their community: every visitor reads why.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;
CREATE OR REPLACE VIEW app.frozen_portals AS
  SELECT p.id AS portal_id, coalesce(c.frozen_at, p.frozen_at) AS frozen_at, c.frozen_at IS NOT NULL AS is_all,
    CASE WHEN c.frozen_at IS NOT NULL THEN c.frozen_reason ELSE p.frozen_reason END AS reason
  FROM public.portals p JOIN public.communities c ON c.id = p.community_id
  WHERE p.frozen_at IS NOT NULL OR c.frozen_at IS NOT NULL;
GRANT SELECT ON app.frozen_portals TO archipel_app, archipel_worker;
RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;

-- Themes that a community keeps are its managers' own matter, until a portal shows one.
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_themes TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON saved_themes TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON saved_themes FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_insert ON saved_themes FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND (portal_id IS NULL OR EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = saved_themes.community_id)));
CREATE POLICY app_update ON saved_themes FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON saved_themes FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- Templates are their managers' own matter. An operator offers one to the managers of all communities; it stays with its own.
GRANT SELECT, INSERT, UPDATE, DELETE ON portal_templates TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON portal_templates TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON portal_templates FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    OR (is_shared AND (SELECT app.user_id()) IS NOT NULL AND community_id <> ALL ((SELECT app.suspended_communities())::uuid[])));
CREATE POLICY app_insert ON portal_templates FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]) AND (NOT is_shared OR (SELECT app.is_operator())));
CREATE POLICY app_update ON portal_templates FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]) AND (NOT is_shared OR (SELECT app.is_operator())));
CREATE POLICY app_delete ON portal_templates FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
