-- Saved maps. Everyone reads the published ones of the portals that they see; owners, as long as they are members, have their own; managers
-- have those of others, except drafts, and only they publish. No job reads them.

GRANT SELECT, INSERT, UPDATE, DELETE ON saved_maps TO archipel_app;
CREATE POLICY app_read ON saved_maps FOR SELECT TO archipel_app
  USING ((status = 'published' AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id))
    OR (owner_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]))
    OR (status <> 'draft' AND community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])));
CREATE POLICY app_insert ON saved_maps FOR INSERT TO archipel_app
  WITH CHECK (owner_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[])
    AND (status <> 'published' OR community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = saved_maps.community_id));
CREATE POLICY app_update ON saved_maps FOR UPDATE TO archipel_app
  USING ((owner_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]))
    OR (status <> 'draft' AND community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])))
  WITH CHECK ((owner_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[])
      AND status <> 'published')
    OR (status <> 'draft' AND community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])));
CREATE POLICY app_delete ON saved_maps FOR DELETE TO archipel_app
  USING ((owner_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]))
    OR (status <> 'draft' AND community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])));

-- These functions bypass row-level security on purpose, so they run as the only role that may.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- The unlisted map of an address. Only a person who knows the whole address finds it: the policies show unlisted maps to no visitor.
CREATE OR REPLACE FUNCTION app.unlisted_map(of_portal uuid, at_slug text) RETURNS SETOF public.saved_maps
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.* FROM public.saved_maps m
  WHERE m.portal_id = of_portal AND m.slug = at_slug AND m.status = 'unlisted'
    AND EXISTS (SELECT FROM public.communities c WHERE c.id = m.community_id AND c.status = 'active')
$$;

-- How many maps a community has: its members see only some of them.
CREATE OR REPLACE FUNCTION app.count_of_maps(of_community uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT count(*) FROM public.saved_maps WHERE community_id = of_community AND of_community = ANY (app.communities_as('member'))
$$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
