-- Domains of portals. Managers claim them and give them up. Only the platform changes a row: its state follows the answers of DNS.

GRANT SELECT, INSERT, DELETE ON portal_domains TO archipel_app;
CREATE POLICY app_read ON portal_domains FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_insert ON portal_domains FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]) AND state = 'pending' AND proved_at IS NULL
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = portal_domains.community_id));
CREATE POLICY app_delete ON portal_domains FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
