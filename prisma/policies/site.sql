-- What a community writes for its portals. Everyone reads what is published on the portals that they see; managers read and change
-- everything of their community. A draft is a version that is not the public one, so no visitor's statement finds it.

GRANT SELECT, INSERT, UPDATE, DELETE ON site_pages TO archipel_app;
CREATE POLICY app_read ON site_pages FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    OR (status = 'published' AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id)));
CREATE POLICY app_insert ON site_pages FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = site_pages.community_id));
CREATE POLICY app_update ON site_pages FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON site_pages FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON site_page_versions TO archipel_app;
CREATE POLICY app_read ON site_page_versions FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    OR EXISTS (SELECT FROM site_pages p WHERE p.id = page_id AND p.status = 'published' AND p.published_version_id = site_page_versions.id));
CREATE POLICY app_insert ON site_page_versions FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM site_pages p WHERE p.id = page_id AND p.community_id = site_page_versions.community_id));
CREATE POLICY app_update ON site_page_versions FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON site_page_versions FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON site_page_previews TO archipel_app;
CREATE POLICY app_read ON site_page_previews FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_insert ON site_page_previews FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM site_pages p WHERE p.id = page_id AND p.community_id = site_page_previews.community_id));
CREATE POLICY app_update ON site_page_previews FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON site_page_previews FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- Pictures, menus, legal pages and redirects are as readable as the portal.
GRANT SELECT, INSERT, UPDATE, DELETE ON site_media TO archipel_app;
CREATE POLICY app_read ON site_media FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM portals p WHERE p.id = portal_id));
CREATE POLICY app_insert ON site_media FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = site_media.community_id));
CREATE POLICY app_update ON site_media FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON site_media FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON site_parts TO archipel_app;
CREATE POLICY app_read ON site_parts FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM portals p WHERE p.id = portal_id));
CREATE POLICY app_insert ON site_parts FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = site_parts.community_id));
CREATE POLICY app_update ON site_parts FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON site_parts FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON site_redirects TO archipel_app;
CREATE POLICY app_read ON site_redirects FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM portals p WHERE p.id = portal_id));
CREATE POLICY app_insert ON site_redirects FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = site_redirects.community_id));
CREATE POLICY app_update ON site_redirects FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON site_redirects FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
