-- Alerts. Everyone reads what is published on the portals that they see, while the community keeps alerts there; managers read and write
-- everything of their community. A revision is never changed, but for the moment at which the platform sent it.

GRANT SELECT, INSERT, UPDATE ON portal_alerts TO archipel_app;
CREATE POLICY app_read ON portal_alerts FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM portals p WHERE p.id = portal_id));
CREATE POLICY app_insert ON portal_alerts FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = portal_alerts.community_id));
CREATE POLICY app_update ON portal_alerts FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON alerts TO archipel_app;
CREATE POLICY app_read ON alerts FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    OR (status <> 'draft' AND EXISTS (SELECT FROM portal_alerts k WHERE k.portal_id = alerts.portal_id AND k.is_kept)));
CREATE POLICY app_insert ON alerts FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = alerts.community_id));
CREATE POLICY app_update ON alerts FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON alerts FOR DELETE TO archipel_app
  USING (status = 'draft' AND community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

GRANT SELECT, INSERT ON alert_revisions TO archipel_app;
CREATE POLICY app_read ON alert_revisions FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM alerts a WHERE a.id = alert_id));
CREATE POLICY app_insert ON alert_revisions FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM alerts a WHERE a.id = alert_id AND a.community_id = alert_revisions.community_id));
