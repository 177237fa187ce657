-- Models of heights. What a model is made of is as readable as its layer. The job that makes it writes it; managers say whether it follows its points.
GRANT SELECT, UPDATE ON elevation_models TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON elevation_models TO archipel_worker;
CREATE POLICY worker_own ON elevation_models TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON elevation_models FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM layers l WHERE l.id = layer_id));
CREATE POLICY app_update ON elevation_models FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- Revisions of tiles of heights that people uploaded: as those of tiles of points (clouds.sql).
GRANT SELECT, INSERT, DELETE ON elevation_revisions TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON elevation_revisions TO archipel_worker;
CREATE POLICY worker_own ON elevation_revisions TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON elevation_revisions FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM dataset_attachments a WHERE a.id = attachment_id));
CREATE POLICY app_insert ON elevation_revisions FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM dataset_attachments a WHERE a.id = attachment_id AND a.community_id = elevation_revisions.community_id));
CREATE POLICY app_delete ON elevation_revisions FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
