-- Updates of a layer, by a file or back to an earlier revision. They belong to the managers.

GRANT SELECT, INSERT, UPDATE, DELETE ON layer_updates TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON layer_updates TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_manage ON layer_updates TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
