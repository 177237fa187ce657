-- Visits of portals. The platform counts; managers read the counts of their own portals. Marks and secrets are the platform's alone.

GRANT SELECT ON visit_counts TO archipel_app;
CREATE POLICY app_read ON visit_counts FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
